"""Turns: the writers of one process wait for each other in the order in which they came.

SQLite makes writers ask again and again, and whoever asks at the right moment goes first, so that among many one may wait for very long.
"""

import threading
from collections import deque


class Turns:
    """A lock that goes to who has waited longest."""

    def __init__(self) -> None:
        """Nobody's turn yet."""
        self._guard = threading.Lock()
        self._is_taken = False
        self._waiting: deque[threading.Event] = deque()

    def take(self, seconds: float) -> bool:
        """Wait for one's turn; False when it did not come in this time."""
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return True
            called = threading.Event()
            self._waiting.append(called)
        if called.wait(seconds):
            return True
        with self._guard:
            if called.is_set():  # just now
                return True
            self._waiting.remove(called)
            return False

    def end(self) -> None:
        """It is the next one's turn."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False
