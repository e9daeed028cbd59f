"""A small data set made by hand: one of each thing that an export can get wrong."""

import datetime as dt

from tocsin.core.claims import Attribution, Claim, Origin, Role
from tocsin.core.document import Document, Report
from tocsin.core.events import Event, EventMention, Finding, Relation, RelationKind, Scope, Story
from tocsin.core.scales import Factuality, Modality, SpeakerKind
from tocsin.core.spans import Span
from tocsin.core.values import Actor, AnyValue, Count, DateInterval, Description, EventType, Facility, Place, PlaceKind, Sector
from tocsin.export.dataset import Dataset

GENERATED = dt.date(2024, 5, 20)
ARANDIS = Place(
    gazetteer_id="3359041", name="Arandis", kind=PlaceKind.SETTLEMENT, country="NA", admin1="Erongo", latitude=-22.4167, longitude=14.9667
)
NAMIBIA = Place(gazetteer_id="3355338", name="Namibia", kind=PlaceKind.COUNTRY, country="NA", latitude=-22.0, longitude=17.0)
LIMA = Place(gazetteer_id="3936456", name="Lima", kind=PlaceKind.SETTLEMENT, country="PE", admin1="Lima", latitude=-12.0432, longitude=-77.0282)
TEACHERS = Actor(name="teachers", kind="group", sector=Sector.EDU, group="students")
POLICE = Actor(name="Police", kind="security-force", sector=Sector.COP, group="police", country="NA")
FRONT = Actor(name="Dawn Front", kind="armed-group", sector=Sector.REB, group="rebels")
MINISTER = Actor(name="Interior Minister Rosa Quispe", kind="office-holder", sector=Sector.GOV)
ADA = Actor(name="Ada Shikongo", kind="person", sector=Sector.CVL, group="women")

COURIER = """About 300 teachers marched in Arandis on Tuesday over unpaid wages. Police fired tear gas and arrested 14 of them.
Ada Shikongo, a nurse, was hurt. "=cmd|' /C calc'!A0" stood on one banner. Shikongo can be reached on +264 61 123 4567 or ada.s@mail.example.
"""
RADIO = """A car bomb of the Dawn Front killed at least 9 people outside a bank in Lima on Monday, police said.
The hospital said 12 people, 3 of them children, were killed. Interior Minister Rosa Quispe blamed the Dawn Front.
"""
HERALD = """Dockers walked out across Namibia on Monday. A rally planned for Friday was called off.
Some time ago, farmers blocked the road to the coast. 40 of them have since been let go.
"""


class Telling:
    """Claims of one document; each is made from the words that say it."""

    def __init__(self, text: str, publisher: str, day: int, *, url: str | None = None) -> None:
        report = Report(publisher=publisher, published=dt.date(2024, 5, day), url=url, title=text.partition(".")[0], language="en")
        self.document = Document.freeze(text, report)
        self.claims: list[Claim] = []

    def span(self, words: str) -> Span:
        start = self.document.text.index(words)
        return Span(start, start + len(words))

    def mention(self, trigger: str) -> EventMention:
        report, at = self.document.report, self.span(trigger)
        own = tuple([claim for claim in self.claims if claim.trigger == at])
        return EventMention(document=self.document.id, trigger=at, published=report.published, publisher=report.publisher, claims=own)

    def claim(
        self,
        trigger: str,
        role: Role,
        words: str,
        value: AnyValue,
        *,
        by: str | None = None,
        kind: SpeakerKind = SpeakerKind.POLICE,
        factuality: Factuality = Factuality.CT_PLUS,
        modality: Modality = Modality.ACTUAL,
        origin: Origin = Origin.TEXT,
    ) -> Claim:
        said = (Attribution(span=self.span(by), quote=by, kind=kind),) if by is not None else ()
        made = Claim(
            document=self.document.id,
            trigger=self.span(trigger),
            role=role,
            span=self.span(words),
            quote=words,
            value=value,
            attribution=said,
            factuality=factuality,
            modality=modality,
            origin=origin,
            rule="by hand",
        )
        self.claims.append(made)
        return made


def found(claim: Claim, *more: Claim) -> Finding:
    """The value of a claim as a finding."""
    keys = tuple([one.key for one in (claim, *more)])
    return Finding(role=claim.role, rule="best", sentence=f"{len(keys)} report(s) say so.", supporting=keys, value=claim.value)


def figure(
    claim: Claim, low: int | None, best: int | None, high: int | None, *, group: str = "people", opposing: tuple[str, ...] = (), sentence: str = ""
) -> Finding:
    """A number as a finding."""
    return Finding(
        role=claim.role,
        rule="best",
        sentence=sentence or f"{best} by the rule best.",
        supporting=(claim.key,),
        opposing=opposing,
        scope=Scope(measure=claim.role, group=group),
        low=low,
        best=best,
        high=high,
    )


def day(number: int, month: int = 5) -> DateInterval:
    start = dt.date(2024, month, number)
    return DateInterval(start=start, end=start + dt.timedelta(days=1))


def dataset() -> Dataset:
    """Six events: a march with arrests, the arrests, a bombing, a strike in a whole country, a rally called off, a roadblock without a date."""
    courier = Telling(COURIER, "Sable Courier", 14, url="https://courier.example/@desk/1")
    marched = "marched"
    march = [
        courier.claim(marched, Role.TYPE, "marched", EventType(code="march")),
        courier.claim(marched, Role.ACTOR, "teachers", TEACHERS),
        courier.claim(marched, Role.PLACE, "Arandis", ARANDIS),
        courier.claim(marched, Role.DATE, "Tuesday", day(14)),
        courier.claim(marched, Role.VICTIM, "Ada Shikongo", ADA),
        courier.claim(marched, Role.CONTENT, "=cmd|' /C calc'!A0", Description(words="=cmd|' /C calc'!A0")),
        courier.claim(marched, Role.CAUSE, "unpaid wages", Description(words="unpaid wages")),
        courier.claim(
            marched,
            Role.OTHER,
            "Shikongo can be reached on +264 61 123 4567 or ada.s@mail.example",
            Description(words="Shikongo can be reached on +264 61 123 4567 or ada.s@mail.example"),
        ),
    ]
    crowd = courier.claim(marched, Role.PARTICIPANTS, "About 300", Count(low=300, high=300, approximate=True, unit="teachers"))
    caught = "arrested"
    arrests = [
        courier.claim(caught, Role.TYPE, "arrested", EventType(code="arrest")),
        courier.claim(caught, Role.ACTOR, "Police", POLICE),
        courier.claim(caught, Role.PLACE, "Arandis", ARANDIS),
        courier.claim(caught, Role.DATE, "Tuesday", day(14)),
    ]
    held = courier.claim(caught, Role.ARRESTED, "14 of them", Count(low=14, high=14))

    radio = Telling(RADIO, "Radio Rímac", 14, url="https://rimac.example/2024/05/14/bomb")
    bomb = "car bomb"
    bombing = [
        radio.claim(bomb, Role.TYPE, "car bomb", EventType(code="bombing")),
        radio.claim(bomb, Role.ACTOR, "Dawn Front", FRONT),
        radio.claim(bomb, Role.PLACE, "Lima", LIMA),
        radio.claim(bomb, Role.FACILITY, "bank", Facility(name="bank", kind="building", place=LIMA)),
        radio.claim(bomb, Role.DATE, "Monday", day(13)),
    ]
    people = radio.claim(bomb, Role.VICTIM, "people", Actor(name="people", kind="group", sector=Sector.CVL, group="civilians"))
    nine = radio.claim(bomb, Role.KILLED, "at least 9 people", Count(low=9, unit="people"), by="police")
    twelve = radio.claim(
        bomb,
        Role.KILLED,
        "12 people",
        Count(low=12, high=12, unit="people"),
        by="The hospital",
        kind=SpeakerKind.MEDICAL,
        factuality=Factuality.PR_PLUS,
    )
    children = radio.claim(
        bomb, Role.KILLED, "3 of them children", Count(low=3, high=3, unit="children"), by="The hospital", kind=SpeakerKind.MEDICAL
    )
    blame = [
        radio.claim("blamed", Role.TYPE, "blamed", EventType(code="accusation")),
        radio.claim("blamed", Role.ACTOR, "Interior Minister Rosa Quispe", MINISTER),
    ]

    herald = Telling(HERALD, "Interior Herald", 15)
    strike = [
        herald.claim("walked out", Role.TYPE, "walked out", EventType(code="strike")),
        herald.claim("walked out", Role.ACTOR, "Dockers", Actor(name="Dockers", kind="group", sector=Sector.LAB, group="workers")),
        herald.claim("walked out", Role.PLACE, "Namibia", NAMIBIA),
        herald.claim("walked out", Role.DATE, "Monday", day(13)),
    ]
    rally = [
        herald.claim("rally", Role.TYPE, "rally", EventType(code="protest"), modality=Modality.FUTURE, factuality=Factuality.UU),
        herald.claim("rally", Role.DATE, "Friday", day(17)),
        herald.claim("rally", Role.PLACE, "Namibia", NAMIBIA),
    ]
    block = [
        herald.claim("blocked", Role.TYPE, "blocked", EventType(code="roadblock")),
        herald.claim("blocked", Role.ACTOR, "farmers", Actor(name="farmers", kind="group", sector=Sector.AGR)),
    ]
    tellings = (courier, radio, herald)
    mentions = {
        name: teller.mention(name)
        for teller, names in ((courier, (marched, caught)), (radio, (bomb, "blamed")), (herald, ("walked out", "rally", "blocked")))
        for name in names
    }
    toll = figure(twelve, 9, 12, 12, opposing=(nine.key,), sentence="The hospital's 12 over the police's at least 9.")
    supersedes = Relation(kind=RelationKind.SUPERSEDES, claim=twelve.key, other=nine.key, sentence="12 lies above at least 9 and was said later.")
    findings = {
        marched: (*map(found, march), figure(crowd, 300, 300, 300)),
        caught: (*map(found, arrests), figure(held, 14, 14, 14)),
        bomb: (*map(found, bombing), found(people), toll, figure(children, 3, 3, 3, group="children")),
        "blamed": tuple(map(found, blame)),
        "walked out": tuple(map(found, strike)),
        "rally": tuple(map(found, rally)),
        "blocked": tuple(map(found, block)),
    }
    ids = {name: f"e1{number:022x}" for number, name in enumerate(findings, 1)}
    events = tuple(
        [
            Event(
                id=ids[name],
                mentions=(mentions[name].id,),
                type=mentions[name].type,
                findings=findings[name],
                relations=(supersedes,) if name == bomb else (),
            )
            for name in findings
        ]
    )
    return Dataset(
        documents={teller.document.id: teller.document for teller in tellings},
        mentions={mention.id: mention for mention in mentions.values()},
        claims={claim.key: claim for teller in tellings for claim in teller.claims},
        events=events,
        stories=(Story(id="s1", title="Wages in Arandis", events=(ids[marched], ids[caught]), country="NA"),),
        rule="best",
        as_of=dt.date(2024, 5, 16),
        generated=GENERATED,
    )


MARCH, ARRESTS, BOMBING, BLAME, STRIKE, RALLY, ROADBLOCK = [f"e1{number:022x}" for number in range(1, 8)]
