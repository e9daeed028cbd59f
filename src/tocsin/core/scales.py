"""Closed scales: how sure, why not, and who says so."""

import enum


class Factuality(enum.Enum):
    """FactBank's scale: how certain the writer makes it that the event happened (CT certain, PR probable, PS possible; + yes, - no), Uu unknown."""

    CT_PLUS = "CT+"
    PR_PLUS = "PR+"
    PS_PLUS = "PS+"
    CT_MINUS = "CT-"
    PR_MINUS = "PR-"
    PS_MINUS = "PS-"
    UU = "Uu"


class Modality(enum.Enum):
    """Why an event is not simply said to have happened (READING.md 12)."""

    ACTUAL = "actual"
    FUTURE = "future"
    HYPOTHETICAL = "hypothetical"
    ORDERED = "ordered"
    THREATENED = "threatened"
    NEGATED = "negated"
    ATTEMPTED = "attempted"


class SpeakerKind(enum.Enum):
    """Who says so (READING.md 11)."""

    GOVERNMENT = "government"
    POLICE = "police"
    MILITARY = "military"
    PROSECUTOR = "prosecutor"
    MEDICAL = "medical"
    OPPOSITION = "opposition"
    ORGANISERS = "organisers"
    NGO = "ngo"
    WITNESS = "witness"
    MEDIA = "media"
    UNNAMED = "unnamed"
    ARMED_GROUP = "armed-group"
    PERSON = "person"
    WRITER = "writer"
