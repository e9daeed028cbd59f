"""What a record is, and what becomes of it: coded, skipped or quarantined. There is nothing else, so that the three add up to what was read."""

import hashlib
from typing import TypeVar

import msgspec

from tocsin.core.claims import Extraction
from tocsin.core.record import Record
from tocsin.intake.items import Item

_HEAD = 4_096
Number = TypeVar("Number", int, float)


class Address(Record, frozen=True, kw_only=True, order=True):
    """Where a record is: the input's number; the place where it starts (bytes, rows, or the file itself); which of several that start there."""

    input: int
    offset: int
    within: int = 0


class Skipped(Record, frozen=True, kw_only=True):
    """Not coded, on purpose: the step of the cascade that turned it away, and why."""

    step: str
    reason: str


class Quarantined(Record, frozen=True, kw_only=True):
    """Could not be read: a stable code, what happened in words, and what it began with, so that it can be told from others."""

    code: str
    message: str
    size: int = 0
    head: str = ""

    @classmethod
    def of(cls, code: str, message: str, raw: bytes = b"") -> "Quarantined":
        """With the hash of the first bytes of `raw`."""
        return cls(code=code, message=message, size=len(raw), head=hashlib.sha256(raw[:_HEAD]).hexdigest() if raw else "")


Outcome = Extraction | Skipped | Quarantined


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A record as it came: a report to be read, or why it is none."""

    address: Address
    place: str
    found: Item | Skipped | Quarantined


class Tally(Record, frozen=True, kw_only=True):
    """Numbers of records, by what became of them; seconds of processor time and records that reached it, by step. Tallies add up."""

    read: int = 0
    coded: int = 0
    claims: int = 0
    skipped: dict[str, int] = msgspec.field(default_factory=dict)
    quarantined: dict[str, int] = msgspec.field(default_factory=dict)
    reached: dict[str, int] = msgspec.field(default_factory=dict)
    seconds: dict[str, float] = msgspec.field(default_factory=dict)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            read=self.read + other.read,
            coded=self.coded + other.coded,
            claims=self.claims + other.claims,
            skipped=_sum(self.skipped, other.skipped),
            quarantined=_sum(self.quarantined, other.quarantined),
            reached=_sum(self.reached, other.reached),
            seconds=_sum(self.seconds, other.seconds),
        )

    @property
    def whole(self) -> bool:
        """Whether every record read is accounted for."""
        return self.read == self.coded + sum(self.skipped.values()) + sum(self.quarantined.values())


def _sum(one: dict[str, Number], other: dict[str, Number]) -> dict[str, Number]:
    both = dict(one)
    for name, number in other.items():
        both[name] = both[name] + number if name in both else number
    return dict(sorted(both.items()))
