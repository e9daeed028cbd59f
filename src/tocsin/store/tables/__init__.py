"""The tables, for queries. What makes them is the migrations; a test holds the two together.

Each module is a room: what was `reported` and read, what was `reconciled` out of it, what a change can `reach`, and what `people` decided.
"""

from tocsin.store.tables.naming import metadata
from tocsin.store.tables.people import audit, feeds, intakes, reviews, sessions, settings, tokens, users
from tocsin.store.tables.reach import alike, bands, blocks, episodes, links, mentions, originals, pairs, rare_words, unsettled, upkeep, waiting
from tocsin.store.tables.reconciled import event_cards, event_facets, event_ids, event_mentions, events, judgements, reconcilings, stories
from tocsin.store.tables.reported import claims, documents, problems, raws, reading_claims, readings, receipts

__all__ = [
    "alike", "audit", "bands", "blocks", "claims", "documents", "episodes", "event_cards", "event_facets", "event_ids", "event_mentions",
    "events", "feeds", "intakes", "judgements", "links", "mentions", "metadata", "originals", "pairs", "problems", "rare_words", "raws",
    "reading_claims", "readings", "receipts", "reconcilings", "reviews", "sessions", "settings", "stories", "tokens", "unsettled", "upkeep",
    "users", "waiting",
]  # fmt: skip
