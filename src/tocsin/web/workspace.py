"""What the pages work with: the open store, the reader when one is needed, and how findings are made."""

import threading
from functools import cached_property

from tocsin.core.scales import SpeakerKind
from tocsin.pipeline import Reader, load_reader
from tocsin.reconcile.rules import RULES, Rule, hierarchy
from tocsin.store import Store
from tocsin.store.reconcile import refresh
from tocsin.store.settings import FindingSettings


class Workspace:
    """One store, open for as long as the server runs. Requests come in several threads: the store may be used by all, the reader by one at a time."""

    def __init__(self, store: Store, where: str, *, team: bool, model: bool = True) -> None:
        """Take an open store, its name for people, and whether people must log in."""
        self.store = store
        self.where = where
        self.team = team
        self._model = model
        self._refreshing = threading.Lock()
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
        """Make events, findings and stories of what the store holds now; only what a change touched is made again."""
        with self._refreshing:
            refresh(self.store, self.rule())
