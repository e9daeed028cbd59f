"""A thread of the server that does its work when it is woken, and now and then."""

import threading
from abc import ABC, abstractmethod

from tocsin.errors import TocsinError

_STOP_SECONDS = 10.0


class Background(ABC):
    """Subclasses say what there is to do; nothing that happens there ends the thread."""

    every: float
    """Seconds after which it looks again without being woken."""

    def __init__(self, name: str) -> None:
        """Take the thread's name; it starts with `start`."""
        self._name = name
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self.stopping = False
        self.trouble: str | None = None
        """Why the last turn could not be ended, in words; None when it was."""

    def start(self) -> None:
        """Begin."""
        self.stopping = False
        self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End after what is being done just now; what still waits is kept in the store."""
        self.stopping = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join(_STOP_SECONDS)

    def wake(self) -> None:
        """There is something to do."""
        self._wake.set()

    @abstractmethod
    def turn(self) -> None:
        """Do what there is to do."""

    def _run(self) -> None:
        while not self.stopping:
            self._wake.clear()
            try:
                self.turn()
            except TocsinError as error:
                self.trouble = str(error)
            except Exception as error:  # noqa: BLE001 - the thread must go on; people see what happened
                self.trouble = f"a mistake in Tocsin ({type(error).__name__}: {error})"
            else:
                self.trouble = None
            self._wake.wait(self.every)
