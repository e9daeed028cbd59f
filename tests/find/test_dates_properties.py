"""What holds for all dates, whatever the text."""

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.core.document import Document, Report, Sentence
from tocsin.core.mentions import Mention, MentionKind
from tocsin.core.spans import Span
from tocsin.core.values import DateInterval, Granularity, PartOfDay, Reason, Unresolved
from tocsin.find.dates import AS_OF_RULES, DateFinder, carried
from tocsin.resources.lexicons import shipped_lexicons
from tocsin.text.segment import segment

FINDER = DateFinder(shipped_lexicons())
PUBLISHED = dt.date(2022, 1, 5)
MONTHS = "January February March April May June July August September October November December".split()
SHORT = "Jan. Feb. Mar. Apr. May Jun. Jul. Aug. Sept. Oct. Nov. Dec.".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

days = st.dates(dt.date(1400, 1, 1), dt.date(2199, 12, 31))


def _ordinal(day: int) -> str:
    suffix = "th" if 10 < day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{suffix}"


STYLES = {
    "day-month": lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
    "month-day": lambda d: f"{MONTHS[d.month - 1]} {d.day}, {d.year}",
    "month-day-ordinal": lambda d: f"{MONTHS[d.month - 1]} {_ordinal(d.day)}, {d.year}",
    "ordinal-of": lambda d: f"{_ordinal(d.day)} of {MONTHS[d.month - 1]} {d.year}",
    "short": lambda d: f"{SHORT[d.month - 1]} {d.day}, {d.year}",
    "iso": lambda d: d.isoformat(),
    "slashes": lambda d: f"{d.year}/{d.month:02d}/{d.day:02d}",
    "weekday": lambda d: f"{WEEKDAYS[d.weekday()]}, {d.day} {MONTHS[d.month - 1]} {d.year}",
    "weekday-month": lambda d: f"{WEEKDAYS[d.weekday()]}, {MONTHS[d.month - 1]} {d.day}, {d.year}",
    "telex": lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}".upper(),
}


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of `text`."""
    return segment(Document.freeze(text, Report())).sentences


def mentions(text: str) -> list[Mention]:
    """All dates of `text`."""
    return [mention for sentence in sentences(text) for mention in FINDER.find(sentence)]


def one(text: str, published: dt.date | None = PUBLISHED, context: DateInterval | None = None, *, future: bool = False) -> DateInterval | Unresolved:
    """The value of the one date of `text`."""
    (mention,) = mentions(text)
    return FINDER.resolve(mention, text, published, context, future=future)


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=30, deadline=None)
@given(date=days)
def test_a_full_date_is_found_whole_and_means_itself(style: str, date: dt.date) -> None:
    """In every style that gives day, month and year, with or without a published date."""
    words = STYLES[style](date)
    text = f"The army attacked on {words} at the border."
    (mention,) = mentions(text)
    assert mention.span.quote(text) == words
    assert FINDER.resolve(mention, text, None) == DateInterval(start=date, end=date + dt.timedelta(1))
    assert FINDER.resolve(mention, text, PUBLISHED) == DateInterval(start=date, end=date + dt.timedelta(1))


@settings(deadline=None)
@given(date=days, published=days)
def test_numeric_dates_are_settled_only_when_one_order_fits(date: dt.date, published: dt.date) -> None:
    """Day first and month first are both in use: 05/01/2022 stays open, with both readings as candidates."""
    value = one(f"It is dated {date.day:02d}/{date.month:02d}/{date.year}.", published)
    if date.day <= 12 and date.day != date.month:
        assert isinstance(value, Unresolved)
        assert value.reason is Reason.AMBIGUOUS
        assert sorted(value.candidates) == sorted([date.isoformat(), dt.date(date.year, date.day, date.month).isoformat()])
    else:
        assert value == DateInterval(start=date, end=date + dt.timedelta(1))


@settings(deadline=None)
@given(published=days, back=st.integers(0, 6))
def test_weekdays_count_back(published: dt.date, back: int) -> None:
    """A weekday is the nearest one not after the published date, that day included."""
    day = published - dt.timedelta(back)
    assert one(f"Police came on {WEEKDAYS[day.weekday()]}.", published) == DateInterval(start=day, end=day + dt.timedelta(1))


@settings(deadline=None)
@given(published=days, on=st.integers(0, 6))
def test_weekdays_to_come(published: dt.date, on: int) -> None:
    """With `future` it is the nearest not before."""
    day = published + dt.timedelta(on)
    assert one(f"They will march on {WEEKDAYS[day.weekday()]}.", published, future=True) == DateInterval(start=day, end=day + dt.timedelta(1))


@settings(deadline=None)
@given(published=st.dates(dt.date(1980, 1, 1), dt.date(2050, 1, 1)), back=st.integers(-3, 361))
def test_a_day_without_year_is_near(published: dt.date, back: int) -> None:
    """The nearest year that puts it not more than three days after the published date (December 30 in a report of January 5 is last year's)."""
    day = published - dt.timedelta(back)
    if (day.month, day.day) == (2, 29):
        return
    assert one(f"Police came on {MONTHS[day.month - 1]} {day.day}.", published) == DateInterval(start=day, end=day + dt.timedelta(1))


SOUP = (
    *MONTHS, *SHORT, *WEEKDAYS,
    *"the of on in at to and since until by from between last".split(),
    *"this next past previous following same day week month year years ago later earlier".split(),
    *"early mid late end beginning night morning evening noon midnight weekend".split(),
    *"today yesterday tonight overnight so far already as now first two".split(),
    *"few several a people 5 12 31 30 2014 1990s 1990 90 0530 10:30 p.m.".split(),
    *"am , . - – / ' ( ) 05/01/2022 2022-02-30 Times committee may half spring".split(),
)  # fmt: skip
soup = st.lists(st.sampled_from(SOUP), max_size=14).map(" ".join)
anything = st.one_of(soup, st.text(max_size=80), st.tuples(soup, st.text(max_size=20)).map("".join))


@settings(deadline=None)
@given(text=anything, published=st.none() | st.dates(), start=st.dates(), length=st.integers(1, 40))
def test_any_text(text: str, published: dt.date | None, start: dt.date, length: int) -> None:
    """Nothing crashes; spans lie in the text, in order, without overlap; an interval is never empty; open ends are at most one."""
    last = 0
    context = DateInterval(start=start, end=min(start + dt.timedelta(min(length, (dt.date.max - start).days)), dt.date.max))
    for mention in mentions(text):
        assert mention.span.start >= last
        assert mention.span.quote(text).strip() == mention.span.quote(text) != ""
        last = mention.span.end
        value = FINDER.resolve(mention, text, published, context)
        if isinstance(value, DateInterval):
            assert value.start is not None or value.end is not None
            assert value.start is None or value.end is None or value.start < value.end
        context = carried(context, mention, value) or context


def _unhurried() -> DateFinder:
    """A finder that looks at every sentence and every run of known words."""
    finder = DateFinder(shipped_lexicons())
    finder._may_hold = lambda _folded: True  # type: ignore[method-assign]
    finder._runs = re.compile(r"[^xX.]+")
    return finder


UNHURRIED = _unhurried()


@settings(deadline=None)
@given(text=soup)
def test_the_quick_look_misses_nothing(text: str) -> None:
    """Skipping sentences and runs of words without a cue never loses a date."""
    for sentence in sentences(text):
        assert FINDER.find(sentence) == UNHURRIED.find(sentence)


@pytest.mark.parametrize("words", ["yesterday", "on Tuesday", "last week", "in June", "on June 5", "two days ago", "overnight", "so far"])
def test_nothing_to_count_from(words: str) -> None:
    """Without a published date, what counts from it stays unresolved and says so."""
    assert one(f"Nine people were killed {words}.", None) == Unresolved(reason=Reason.NO_PUBLISHED_DATE)


def test_the_following_day_needs_a_day() -> None:
    """Counted from the last date of the text; a month has no following day of its own, and no date has none at all."""
    text = "The following day looting began on the same day."
    first, second = mentions(text)
    month = DateInterval(start=dt.date(2021, 6, 1), end=dt.date(2021, 7, 1), granularity=Granularity.MONTH)
    assert FINDER.resolve(first, text, PUBLISHED) == Unresolved(reason=Reason.NO_EARLIER_DATE)
    value = FINDER.resolve(second, text, PUBLISHED, month)
    assert isinstance(value, Unresolved)
    assert value.reason is Reason.AMBIGUOUS


@pytest.mark.parametrize(
    ("words", "granularity"),
    [
        ("on 5 June", Granularity.DAY),
        ("on the night of 5 June", Granularity.DAY_PART),
        ("last week", Granularity.WEEK),
        ("in June 2011", Granularity.MONTH),
        ("in the first quarter of 2011", Granularity.QUARTER),
        ("in 2011", Granularity.YEAR),
        ("in the 1990s", Granularity.DECADE),
        ("from 2 to 5 June", Granularity.RANGE),
        ("since Sunday", Granularity.RANGE),
    ],
)
def test_granularity_follows_the_words(words: str, granularity: Granularity) -> None:
    """How fine the words are is kept beside the interval."""
    value = one(f"Nine people were killed {words}.")
    assert isinstance(value, DateInterval)
    assert value.granularity is granularity


def test_a_night_covers_two_days() -> None:
    """The night of a day is its evening to the next morning (READER.md)."""
    value = one("He fled on the night of January 5.")
    assert value == DateInterval(start=dt.date(2022, 1, 5), end=dt.date(2022, 1, 7), part_of_day=PartOfDay.NIGHT, granularity=Granularity.DAY_PART)


def test_as_of_is_told_apart() -> None:
    """The words so far date the statement and not the event: its rule says so."""
    assert [mention.rule in AS_OF_RULES for mention in mentions("So far nine people have died since Sunday.")] == [True, False]


def test_a_mention_from_elsewhere_is_read_by_its_words() -> None:
    """A model's mention may be wider than ours; words without a date stay unresolved."""
    text = "He fled around Tuesday, January 4, it seems."
    span = Span(text.index("around"), text.index(", it"))
    mention = Mention(span=span, head=span, kind=MentionKind.DATE, rule="model")
    assert FINDER.resolve(mention, text, PUBLISHED) == DateInterval(start=dt.date(2022, 1, 4), end=dt.date(2022, 1, 5))
    other = Mention(span=Span(0, 2), head=Span(0, 2), kind=MentionKind.DATE, rule="model")
    assert FINDER.resolve(other, text, PUBLISHED) == Unresolved(reason=Reason.UNKNOWN)
