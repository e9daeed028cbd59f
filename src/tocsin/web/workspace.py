"""What the pages work with: the open store, the reader when one is needed, and how findings are made."""

import threading
import time
from functools import cached_property

from tocsin.core.scales import SpeakerKind
from tocsin.errors import OvertakenError
from tocsin.pipeline import Reader, load_reader
from tocsin.reconcile.rules import RULES, Rule, hierarchy
from tocsin.store import Store
from tocsin.store.reconcile import refresh
from tocsin.store.settings import FindingSettings

_WAITS = (0.0, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2)
"""Seconds before a refresh that was overtaken begins again."""


class Workspace:
    """One store, open for as long as the server runs. Requests come in several threads: the store may be used by all, the reader by one at a time."""

    def __init__(self, store: Store, where: str, *, team: bool, model: bool = True) -> None:
        """Take an open store, its name for people, and whether people must log in."""
        self.store = store
        self.where = where
        self.team = team
        self._model = model
        self._turns = threading.Condition()
        self._begun = 0
        self._done = 0
        """The number of the last refresh that began, and of the last that ended well."""
        self._refreshing = False
        self.reading = threading.Lock()
        """Held while the reader works."""

    @cached_property
    def reader(self) -> Reader:
        """Loaded when the first report is read. Raises ResourceError when a shipped file is missing or damaged."""
        return load_reader(model=self._model)

    def rule(self) -> Rule:
        """How findings are made, as the settings say."""
        chosen = self.store.settings.get(FindingSettings)
        if chosen.rule == "hierarchy" and chosen.hierarchy:
            return hierarchy([SpeakerKind(kind) for kind in chosen.hierarchy])
        return RULES[chosen.rule]

    def refresh(self) -> None:
        """Make events, findings and stories of what the store holds now; only what a change touched is made again.

        Many may ask at once: one does it for all who asked before it began. Raises StoreError when it cannot be done.
        """
        with self._turns:
            wanted = self._begun + 1  # what is being done now may have begun before the caller's write
            while self._refreshing and self._done < wanted:
                self._turns.wait()
            if self._done >= wanted:
                return
            self._refreshing = True
            self._begun = number = self._begun + 1
        try:
            self._refresh()
        except BaseException:
            with self._turns:
                self._refreshing = False
                self._turns.notify_all()  # the next who waits tries it for themselves
            raise
        with self._turns:
            self._refreshing = False
            self._done = number
            self._turns.notify_all()

    def _refresh(self) -> None:
        """Once for all. People's writes, and other processes, may be quicker than it; then it begins again."""
        for wait in _WAITS:
            try:
                refresh(self.store, self.rule())
            except OvertakenError:
                time.sleep(wait)
            else:
                return
        refresh(self.store, self.rule())
