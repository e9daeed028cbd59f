"""What the pages work with: the open store, what reads reports, and how findings are made."""

import threading
import time
from functools import partial

from tocsin.core.scales import SpeakerKind
from tocsin.errors import OvertakenError, TocsinError
from tocsin.pipeline import load_reader
from tocsin.reconcile.rules import RULES, Rule, hierarchy
from tocsin.store import Store
from tocsin.store.reconcile import refresh
from tocsin.store.settings import FindingSettings
from tocsin.web.reading import ReadingProcess

_WAITS = (0.0, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2)
"""Seconds before a refresh that was overtaken begins again."""

PATIENCE = 0.5
"""Seconds that the answer to a reviewer's decision waits for the events that follow from it."""


class Workspace:
    """One store, open for as long as the server runs. Requests come in several threads, which all may use it."""

    def __init__(self, store: Store, where: str, *, team: bool, model: bool = True) -> None:
        """Take an open store, its name for people, and whether people must log in."""
        self.store = store
        self.where = where
        self.team = team
        self._turns = threading.Condition()
        self._begun = 0
        self._done = 0
        """The number of the last refresh that began, and of the last that ended well."""
        self._refreshing = False
        self.trouble: str | None = None
        """Why the events could not be brought up to date behind an answer, in words; None when they were."""
        self.reading = ReadingProcess(partial(load_reader, model=model))
        """What reads reports, one at a time."""

    def rule(self) -> Rule:
        """How findings are made, as the settings say."""
        chosen = self.store.settings.get(FindingSettings)
        if chosen.rule == "hierarchy" and chosen.hierarchy:
            return hierarchy([SpeakerKind(kind) for kind in chosen.hierarchy])
        return RULES[chosen.rule]

    @property
    def behind(self) -> bool:
        """Whether events are just being brought up to date: what pages say of them may change."""
        return self._refreshing

    def refresh_behind(self) -> None:
        """As `refresh`, but waited for only a moment: the caller's decision is kept, and what follows from it may come behind the answer.

        Pages say so meanwhile, and when it fails. If the server stops before it is done, it is done when it starts again.
        """
        work = threading.Thread(target=self._catch_up, name="refresh", daemon=True)
        work.start()
        work.join(PATIENCE)

    def _catch_up(self) -> None:
        try:
            self.refresh()
        except TocsinError as error:
            self.trouble = str(error)
        else:
            self.trouble = None

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
