"""The code book: what each event type, role, measure, degree of sureness and kind of speaker means, and what a type becomes in other schemes."""

import html
import re
from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Query, Request
from markupsafe import Markup
from starlette.responses import Response

from tocsin.core.claims import MEASURES, Role
from tocsin.core.record import Record
from tocsin.core.scales import Factuality, Modality, SpeakerKind
from tocsin.resources.codebook import EventTypeRow, SchemeRow, shipped_codebook, shipped_explanations
from tocsin.web.pages.settings import RULE_SENTENCES
from tocsin.web.people import Reader
from tocsin.web.rendering import render

router = APIRouter()

_TRIGGER = re.compile(r"&lt;trigger&gt;(.*?)&lt;/&gt;")

SURE = {
    Factuality.CT_PLUS: "told as certain: it happened",
    Factuality.PR_PLUS: "told as probable",
    Factuality.PS_PLUS: "told as possible",
    Factuality.CT_MINUS: "told as certain not to have happened: denied or negated",
    Factuality.PR_MINUS: "told as improbable",
    Factuality.PS_MINUS: "told as possibly not so",
    Factuality.UU: "not said: planned, demanded, feared, asked, or only reported to be said",
}
ROLES = {
    Role.TYPE: "what kind of event the words evoke",
    Role.ACTOR: "who did it",
    Role.VICTIM: "who was harmed",
    Role.TARGET: "whom or what it was aimed at",
    Role.PROPERTY: "what was damaged, burned, looted or seized",
    Role.PLACE: "where, as a place of the gazetteer",
    Role.FACILITY: "the building, square, road or camp",
    Role.DATE: "when, as a span of days",
    Role.INSTRUMENT: "with which weapon or means",
    Role.CAUSE: "the cause as stated by somebody",
    Role.CONTENT: "what was demanded, announced or said",
}
MODALITIES = {
    Modality.ACTUAL: "told as something that happened, or did not",
    Modality.FUTURE: "announced or expected",
    Modality.HYPOTHETICAL: "supposed: if, could, would",
    Modality.ORDERED: "ordered, demanded or called for",
    Modality.THREATENED: "threatened or warned of",
    Modality.NEGATED: "said not to have happened",
    Modality.ATTEMPTED: "begun or tried, and foiled or failed",
}
SPEAKERS = {
    SpeakerKind.GOVERNMENT: "ministries, presidents, governors, and authorities that are not named further",
    SpeakerKind.POLICE: "the police, their chiefs and spokespeople",
    SpeakerKind.MILITARY: "the army and other armed forces of the state, commandants too",
    SpeakerKind.PROSECUTOR: "prosecutors and their offices",
    SpeakerKind.MEDICAL: "hospitals, doctors, rescue services",
    SpeakerKind.OPPOSITION: "parties and politicians against the government",
    SpeakerKind.ORGANISERS: "those who called for the protest",
    SpeakerKind.NGO: "aid and human-rights organisations; bodies of the United Nations too",
    SpeakerKind.WITNESS: "people who say that they saw it",
    SpeakerKind.MEDIA: "other outlets, and videos that are shared",
    SpeakerKind.UNNAMED: 'nobody that is named: "the latest data", "reports"',
    SpeakerKind.ARMED_GROUP: "armed groups that are not the state's",
    SpeakerKind.PERSON: "a private person: a relative, a resident, a passer-by",
    SpeakerKind.WRITER: "the writer of the report, in their own words",
}


class Described(Record, frozen=True, kw_only=True):
    """One type as the page shows it: its row, sentences with the trigger marked, and what it becomes elsewhere."""

    row: EventTypeRow
    examples: tuple[str, ...]
    counter: tuple[str, ...]
    note: str | None
    schemes: tuple[tuple[str, str, bool], ...]

    @property
    def sought(self) -> str:
        """All its words, to be searched."""
        row = self.row
        schemes = [f"{name} {category}" for name, category, _ in self.schemes]
        parts = (row.code, row.label, row.family, row.definition, row.include, row.exclude, *self.examples, *self.counter, *schemes)
        return " ".join(parts).casefold()


@router.get("/codebook", include_in_schema=False)
def book(request: Request, person: Reader, q: Annotated[str, Query(max_length=200)] = "") -> Response:
    """All of it, or the types that hold the words."""
    words = q.casefold().split()
    everything = {family: [_described(row) for row in rows] for family, rows in shipped_codebook().families().items()}
    families = {family: [one for one in rows if all([word in one.sought for word in words])] for family, rows in everything.items()}
    return render(
        request, "codebook.html", person, q=q, families={family: rows for family, rows in families.items() if rows}, roles=ROLES,
        measures=sorted([role.value for role in MEASURES]), sure=SURE, modalities=MODALITIES, speakers=SPEAKERS, rules=RULE_SENTENCES,
    )  # fmt: skip


def _described(row: EventTypeRow) -> Described:
    explained = shipped_explanations()[row.code]
    return Described(
        row=row, examples=tuple([_marked(one) for one in explained.examples]), counter=explained.counter, note=explained.note,
        schemes=tuple(_schemes(row)),
    )  # fmt: skip


def _marked(sentence: str) -> str:
    """The sentence with its trigger in <mark>."""
    return Markup(_TRIGGER.sub(r'<mark class="trigger">\1</mark>', html.escape(sentence, quote=False)))  # noqa: S704 - escaped before the marks go in


def _schemes(row: EventTypeRow) -> Iterator[tuple[str, str, bool]]:
    """Name of the scheme, its category or the reason for none, and whether there is one."""
    acled = " / ".join([part for part in (row.acled.event_type, row.acled.sub_event_type) if part])
    plover = " ".join([part for part in (row.plover.type, row.plover.mode) if part])
    ucdp = ", ".join([f"type {number}" for number in row.ucdp.types])
    schemes: tuple[tuple[str, SchemeRow, str], ...] = (
        ("ACLED-style", row.acled, acled), ("PLOVER", row.plover, plover), ("CAMEO", row.cameo, row.cameo.code or ""), ("UCDP-style", row.ucdp, ucdp),
    )  # fmt: skip
    for name, scheme, category in schemes:
        yield (name, category, True) if scheme.none is None else (name, f"none: {scheme.none}", False)
