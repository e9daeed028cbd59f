"""Figures in the words of a reader: who said what, and when."""

from tocsin.reconcile.figures import count
from tocsin.reconcile.speakers import Said, label


def number(one: Said) -> str:
    """The figure as a reader writes it."""
    value = count(one)
    if value.low == value.high:
        return f"about {value.low}" if value.approximate else str(value.low)
    if value.high is None:
        return f"at least {value.low}"
    return f"up to {value.high}" if value.low is None else f"{value.low} to {value.high}"


def told(one: Said, *, printed: bool = False) -> str:
    """Who says what when: "Interior ministry, 14 May: 12"; with `printed`, in whose report."""
    name = label(one)
    report = f" (in {one.publisher or 'a report without a publisher'})" if printed and name != one.publisher else ""
    return f"{name}{report}, {day(one)}: {number(one)}"


def day(one: Said) -> str:
    """The day it was said."""
    return f"{one.day.day} {one.day:%B}" if one.day is not None else "day unknown"


def later(one: Said, other: Said, *, days: int = 0) -> bool:
    """Whether `one` was said at least `days` days after `other`."""
    return one.day is not None and other.day is not None and (one.day - other.day).days >= days
