"""What a claim can say: a closed, tagged union. Vagueness lives in the type, never in a default."""

import datetime as dt
import enum

import msgspec


class Value(msgspec.Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="is"):
    """Base of all values; `is` tells them apart in JSON."""


class Count(Value, frozen=True, kw_only=True, tag="count"):
    """A number of `unit` between `low` and `high`, both included; None is an open end (READING.md 3).

    "12" is 12..12; "at least 12" and "more than 12" are 12..None; "dozens" is 24..None, approximate; "up to 12" is None..12.
    `unit` is the group counted, in the words of the text ("police officers"); None when the text leaves it out.
    """

    low: int | None = None
    high: int | None = None
    approximate: bool = False
    unit: str | None = None

    def agrees(self, other: "Count") -> bool:
        """Whether some number lies within both."""
        low = max(self.low or 0, other.low or 0)
        highs = [high for high in (self.high, other.high) if high is not None]
        return not highs or low <= min(highs)


class PartOfDay(enum.Enum):
    """As written; the hours are in docs/reading.md."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


class Granularity(enum.Enum):
    """How fine the words are, which is not how long the interval is."""

    DAY_PART = "day-part"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    DECADE = "decade"
    RANGE = "range"


class DateInterval(Value, frozen=True, kw_only=True, tag="date"):
    """Days `start` (included) to `end` (excluded); None is an open end. "in June 2024" is 2024-06-01..2024-07-01.

    "On the night of 5 January" covers the 5th and the 6th, with `part_of_day` night.
    """

    start: dt.date | None = None
    end: dt.date | None = None
    part_of_day: PartOfDay | None = None
    granularity: Granularity = Granularity.DAY
    approximate: bool = False

    @property
    def days(self) -> int | None:
        """Length in days; None when an end is open."""
        if self.start is None or self.end is None:
            return None
        return (self.end - self.start).days

    def overlaps(self, other: "DateInterval") -> bool:
        """Whether some day lies within both."""
        starts = [start for start in (self.start, other.start) if start is not None]
        ends = [end for end in (self.end, other.end) if end is not None]
        return not starts or not ends or max(starts) < min(ends)


class PlaceKind(enum.Enum):
    """How wide a place is."""

    COUNTRY = "country"
    ADMIN1 = "admin1"
    ADMIN2 = "admin2"
    SETTLEMENT = "settlement"
    DISTRICT = "district"
    LANDMARK = "landmark"
    REGION = "region"


class Place(Value, frozen=True, kw_only=True, tag="place"):
    """A place of the gazetteer: today's name, ISO 3166-1 alpha-2 country, degrees WGS 84. The words of the text stay in the claim's quote."""

    gazetteer_id: str
    name: str
    kind: PlaceKind
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    latitude: float | None = None
    longitude: float | None = None


class Facility(Value, frozen=True, kw_only=True, tag="facility"):
    """A building, square, road or camp, in the words of the text, inside a place where one is known."""

    name: str
    kind: str | None = None
    place: Place | None = None


class Sector(enum.Enum):
    """What an actor is, after PLOVER 2.0's sector codes; UNK where the words do not say."""

    GOV = "GOV"
    COP = "COP"
    MIL = "MIL"
    JUD = "JUD"
    LEG = "LEG"
    PTY = "PTY"
    OPP = "OPP"
    REB = "REB"
    PRM = "PRM"
    SPY = "SPY"
    UAF = "UAF"
    CVL = "CVL"
    AGR = "AGR"
    BUS = "BUS"
    CRM = "CRM"
    EDU = "EDU"
    ELI = "ELI"
    JRN = "JRN"
    LAB = "LAB"
    MED = "MED"
    REF = "REF"
    REL = "REL"
    SOC = "SOC"
    NGO = "NGO"
    IGO = "IGO"
    UNK = "UNK"


class Actor(Value, frozen=True, kw_only=True, tag="actor"):
    """Who did it, whom it hit, or who was aimed at: the words, a sector, and the group where one is named.

    `kind` is the mention kind (READING.md 20); `group` a word of the groups lexicon (protesters, children); `country` ISO 3166-1 alpha-2.
    """

    name: str
    kind: str
    sector: Sector = Sector.UNK
    group: str | None = None
    country: str | None = None


class Property(Value, frozen=True, kw_only=True, tag="property"):
    """Things damaged, burned, looted or seized; `kind` is vehicle, weapon, facility or object."""

    name: str
    kind: str


class Instrument(Value, frozen=True, kw_only=True, tag="instrument"):
    """Weapon or means; `kind` is a word of the weapons lexicon (firearm, explosive, blunt, ...)."""

    name: str
    kind: str | None = None


class EventType(Value, frozen=True, kw_only=True, tag="type"):
    """A code of the closed list in the event types code book."""

    code: str


class Description(Value, frozen=True, kw_only=True, tag="words"):
    """A value that is only its words: a stated cause, what is demanded or said."""

    words: str


class Reason(enum.Enum):
    """Why a value could not be given."""

    NO_PUBLISHED_DATE = "no published date to count from"
    NO_EARLIER_DATE = "no earlier date in the text to count from"
    AMBIGUOUS = "several candidates, none clearly better"
    UNKNOWN = "not in the gazetteer or lexicon"
    IMPOSSIBLE = "no such date"


class Unresolved(Value, frozen=True, kw_only=True, tag="unresolved"):
    """Words that speak of a value which could not be settled; candidates are names or ids, best first."""

    reason: Reason
    candidates: tuple[str, ...] = ()


AnyValue = Count | DateInterval | Place | Facility | Actor | Property | Instrument | EventType | Description | Unresolved
