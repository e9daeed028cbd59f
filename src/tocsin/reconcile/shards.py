"""What of reconciling is a function of a few mentions alone, cut into shards by place and time: comparing pairs, and making events of groups.

A shard holds all that its work needs, packed, so that it may be done in this process, in others, or on other machines (`tocsin.batch.spreading`), and
the same comes back. Blocks and clusters are not cut: who stands beside whom in a block depends on everybody there.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from importlib.resources import files

import msgspec

from tocsin.core.events import Event, EventMention, Judgement
from tocsin.core.record import Record
from tocsin.errors import ResourceError
from tocsin.reconcile.blocking import Pair
from tocsin.reconcile.compare import judge
from tocsin.reconcile.profiles import Profile
from tocsin.reconcile.reconciling import event_of
from tocsin.reconcile.rules import Rule
from tocsin.reconcile.wording import Wording

Work = Callable[[bytes], bytes]
"""`compare_pairs` or `make_events`."""
Spread = Callable[[Work, Iterable[bytes]], Iterable[bytes]]
"""Does the work of all shards, and gives what came of each in their order; `map` does it here."""
PAIRS = 2000
"""In a shard; what came of one is kept at once, so this is what a stop can lose."""
_MENTIONS = 1000
"""In a shard of groups, about."""


class _Pairs(Record, frozen=True, kw_only=True):
    """Mentions to be compared with one another, and what is compared of them. `at` is when it was judged, for all shards of one reconciling."""

    rule: str
    at: dt.datetime
    pairs: Sequence[Pair]
    profiles: Sequence[Profile]
    wordings: Mapping[str, Wording]


class _Groups(Record, frozen=True, kw_only=True):
    """Mentions that are one event each group, with the originals of copied reports; findings are to be made by `chooser`."""

    rule: str
    chooser: Rule
    as_of: dt.date | None
    groups: Sequence[Sequence[EventMention]]
    copied: Mapping[str, str]


_pack = msgspec.msgpack.Encoder().encode
_to_pairs = msgspec.msgpack.Decoder(_Pairs).decode
_to_groups = msgspec.msgpack.Decoder(_Groups).decode
judgements_of = msgspec.msgpack.Decoder(list[Judgement]).decode
"""What `compare_pairs` made of a shard."""
events_of = msgspec.msgpack.Decoder(list[Event]).decode
"""What `make_events` made of a shard."""


def place_and_time(one: Profile) -> tuple[str, str, str, int]:
    """Where and when a mention is told to have been, for putting near ones into one shard."""
    where = [(place.country or "", place.admin1 or "", place.gazetteer_id or "") for place in one.places[:1]]
    return *(where[0] if where else ("", "", "")), (one.days or (0, 0))[0]


def shards_of_pairs(
    pairs: Iterable[Pair], profile: Callable[[str], Profile], wording: Callable[[str], Wording], at: dt.datetime
) -> Iterator[bytes]:  # fmt: skip
    """Shards for `compare_pairs`; `profile` gives what is compared of a mention, `wording` the words of a report, both by id."""
    near = sorted(pairs, key=lambda pair: (place_and_time(profile(pair[0])), pair))
    for start in range(0, len(near), PAIRS):
        some = near[start : start + PAIRS]
        profiles = [profile(mention) for mention in sorted({mention for pair in some for mention in pair})]
        yield _pack(
            _Pairs(rule=rule_fingerprint(), at=at, pairs=some, profiles=profiles, wordings={one.document: wording(one.document) for one in profiles})
        )


def compare_pairs(shard: bytes) -> bytes:
    """The rule's judgements of the pairs. Raises ResourceError where another rule would judge than where the shard was cut."""
    told = _to_pairs(shard)
    _require_same(told.rule)
    profiles = {one.id: one for one in told.profiles}
    made = []
    for left, right in told.pairs:
        one, other = profiles[left], profiles[right]
        found = judge(one, other, (told.wordings[one.document], told.wordings[other.document]))
        made.append(msgspec.structs.replace(found, at=told.at))
    return _pack(made)


def shards_of_groups(groups: Iterable[Sequence[EventMention]], copied: Mapping[str, str], rule: Rule, as_of: dt.date | None) -> Iterator[bytes]:
    """Shards for `make_events`; `copied` gives the originals of copied reports."""
    some: list[Sequence[EventMention]] = []
    for group in groups:
        some.append(group)
        if sum([len(one) for one in some]) >= _MENTIONS:
            yield _packed_groups(some, copied, rule, as_of)
            some = []
    if some:
        yield _packed_groups(some, copied, rule, as_of)


def _packed_groups(groups: Sequence[Sequence[EventMention]], copied: Mapping[str, str], rule: Rule, as_of: dt.date | None) -> bytes:
    there = {mention.document for group in groups for mention in group}
    return _pack(
        _Groups(rule=rule_fingerprint(), chooser=rule, as_of=as_of, groups=groups, copied={one: copied[one] for one in sorted(there & copied.keys())})
    )


def make_events(shard: bytes) -> bytes:
    """The events that the groups are. Raises ResourceError where they would be made otherwise than where the shard was cut."""
    told = _to_groups(shard)
    _require_same(told.rule)
    return _pack([event_of(group, told.copied, told.chooser, told.as_of) for group in told.groups])


@cache
def rule_fingerprint() -> str:
    """What names the way in which pairs are found and compared, and events made of them: this Tocsin and its weights."""
    parts = [files("tocsin.data").joinpath(f"reconcile/{name}.json").read_bytes() for name in ("weights", "words")]
    return hashlib.sha256(b"\0".join([*parts, version("tocsin").encode()])).hexdigest()


def _require_same(rule: str) -> None:
    if rule != rule_fingerprint():
        raise ResourceError("a node of the cluster has another Tocsin than the command; install the same version on all of them")
