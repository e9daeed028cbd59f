"""`tocsin show`: the events of a store; or one event, who said what of it, when, and why the findings are what they are."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tocsin.cli.screen import Screen
from tocsin.cli.table import count_words, show_day, show_interval, speaker_words, sure_words
from tocsin.core.claims import MEASURES, Claim, Role
from tocsin.core.document import Document
from tocsin.core.events import Event, Finding, Judgement, Relation, RelationKind, Story, Verdict, mention_id
from tocsin.core.values import Actor, AnyValue, Count, DateInterval, Description, EventType, Facility, Instrument, Place, Property
from tocsin.errors import StoreError
from tocsin.store import open_store
from tocsin.store.cards import NOT_TOLD, is_told, whole

_SHOWN = (Role.KILLED, Role.INJURED, Role.ARRESTED)
_ID = 10
"""Characters of an id that are shown; `show` takes any beginning that is one event's."""
_GONE = frozenset({RelationKind.SUPERSEDES, RelationKind.RETRACTS, RelationKind.OUTLIER})


def show(store: str, event_id: str | None) -> int:
    """Print the list of events, or one event. Raises StoreError when there is no store, no reconciling yet, or no such event."""
    screen = Screen()
    with open_store(store, create=False) as kept:
        last = kept.events.last()
        if last is None:
            raise StoreError(f"{store} has no events yet; make them with: tocsin reconcile --store {store}")
        if event_id is None:
            _print_events(screen, tuple(kept.events.all()), tuple(kept.events.stories()))
            as_of = f", as of {show_day(last.as_of)}" if last.as_of is not None else ""
            screen.print(f"[dim]Figures by the rule {last.rule}{as_of}. One of them: tocsin show ID --store {store}[/]")
            return 0
        event = kept.events.get(event_id)
        documents = {document.id: document for document in map(kept.document, kept.events.documents_of(event.id))}
        claims = {claim.key: claim for document in documents for claim in kept.standing_claims(document)}
        _print_event(screen, event, documents, claims)
        _print_judgements(screen, event, kept.events.judgements_of(event.id), _tellings(documents, claims.values()))
    return 0


def _print_events(screen: Console, events: tuple[Event, ...], stories: tuple[Story, ...]) -> None:
    titles = {story.id: story.title for story in stories}
    story_of = {event: story.id for story in stories for event in story.events}
    by_story: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_story[story_of.get(event.id, "")].append(event)
    for story, members in sorted(by_story.items(), key=lambda pair: (pair[0] == "", -len(pair[1]), pair[0])):
        table = Table(box=SIMPLE_HEAD, pad_edge=False, title=titles.get(story, "Alone"), title_justify="left", title_style="bold")
        for name in ("event", "what", "where", "when", "tellings", *[role.value for role in _SHOWN]):
            table.add_column(name, justify="right" if name == "tellings" else "left", overflow="fold")
        for event in members:
            figures = [_bounds(whole(event, role)) for role in _SHOWN]
            table.add_row(
                event.id[:_ID],
                _what(event),
                _chosen(event, Role.PLACE),
                _chosen(event, Role.DATE),
                str(len(event.mentions)),
                *figures,
            )
        screen.print(table)


def _what(event: Event) -> str:
    """The type, and where nobody says that it happened, that: plans, denials and fears are events of the store too."""
    return event.type.replace("-", " ") + ("" if is_told(event) else f"\n{NOT_TOLD}")


def _chosen(event: Event, role: Role) -> str:
    return next((value_words(one.value) for one in event.findings if one.role is role and one.value is not None), "?")


def _bounds(finding: Finding | None) -> str:
    """The bounds as people write them ("12", "10-14, best 12", "12 or more"); "?" where nothing is known."""
    if finding is None:
        return ""
    low, best, high = finding.low, finding.best, finding.high
    if low is not None and low == high:
        return f"{low:,}"
    if high is None:
        known = f"{low:,} or more" if low is not None else "?"
    elif low is None:
        known = f"up to {high:,}"
    else:
        known = f"{low:,}–{high:,}"
    return known if best is None or best == low == high else f"{known}, best {best:,}"


def value_words(value: AnyValue | None) -> str:
    """A value as people write it."""
    match value:
        case Place(name=name, country=country, kind=kind):
            return name if kind.value == "country" or not country else f"{name}, {country}"
        case DateInterval():
            return show_interval(value)
        case EventType(code=code):
            return code.replace("-", " ")
        case Actor(name=name) | Facility(name=name) | Property(name=name) | Instrument(name=name):
            return name
        case Description(words=words):
            return words
        case Count():
            return count_words(value)
        case _:
            return "?"


def _print_event(screen: Console, event: Event, documents: dict[str, Document], claims: dict[str, Claim]) -> None:
    publishers = {document.report.publisher or document.report.place or "unknown publisher" for document in documents.values()}
    screen.print(Text.assemble((f"{event.type.replace('-', ' ')}", "bold"), f"  {_chosen(event, Role.PLACE)}, {_chosen(event, Role.DATE)}"))
    screen.print(f"[dim]{event.id}: {len(event.mentions)} tellings in {len(documents)} reports by {', '.join(sorted(publishers))}[/]\n")
    table = Table(box=SIMPLE_HEAD, pad_edge=False, title="Findings", title_justify="left", title_style="bold")
    for name in ("what", "finding", "grade", "for", "against", "why"):
        table.add_column(name, overflow="fold")
    for finding in event.findings:
        grade = f"{finding.grade.reliability}{finding.grade.credibility}" if finding.grade is not None else ""
        found = _bounds(finding) if finding.scope is not None else value_words(finding.value)
        table.add_row(_label(finding), found, grade, str(len(finding.supporting)), str(len(finding.opposing)), finding.sentence)
    screen.print(table)
    _print_history(screen, event, documents, claims)


def _label(finding: Finding) -> str:
    scope = finding.scope
    if scope is None:
        return finding.role.value
    group = f" ({scope.group})" if scope.group not in {"people", "things"} else ""
    return f"{scope.measure.value}{group}" + (" so far" if scope.period is not None else "")


def _print_history(screen: Console, event: Event, documents: dict[str, Document], claims: dict[str, Claim]) -> None:
    """Every figure in the order it became known, with how it stands to the others."""
    keys = [key for finding in event.findings for key in (*finding.supporting, *finding.opposing)]
    keys += [key for relation in event.relations for key in (relation.claim, relation.other)]
    figures = [claims[key] for key in dict.fromkeys(keys) if key in claims and claims[key].role in MEASURES]
    if not figures:
        return
    said = defaultdict(list)
    for relation in event.relations:
        said[relation.claim].append(relation)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, title="Who said what, when", title_justify="left", title_style="bold")
    for name in ("known", "according to", "printed by", "figure", "how sure", "the words", "so"):
        table.add_column(name, overflow="fold")
    for claim in sorted(figures, key=lambda one: (_known(one, documents) or dt.date.max, one.role.value, one.document, one.span)):
        report = documents[claim.document].report
        gone = any([relation.other == claim.key and relation.kind in _GONE for relation in event.relations])
        row = (show_day(_known(claim, documents)), speaker_words(claim), report.publisher or "?", _figure(claim), sure_words(claim), claim.quote)
        table.add_row(*row, _so(said[claim.key]), style="dim strike" if gone else "")
    screen.print(table)


def _figure(claim: Claim) -> str:
    value = claim.value
    words = f"{count_words(value)} {claim.role.value}" if isinstance(value, Count) else claim.role.value
    return ("└ " if claim.part_of else "") + words


def _known(claim: Claim, documents: dict[str, Document]) -> dt.date | None:
    return claim.as_of or documents[claim.document].report.published


def _so(relations: list[Relation]) -> str:
    counted = Counter(relation.kind for relation in relations)
    repeats = counted.pop(RelationKind.REPEATS, 0)
    lines = [relation.sentence for relation in relations if relation.kind is not RelationKind.REPEATS]
    return "\n".join(lines) or ("repeats what was said" if repeats else "")


def _print_judgements(screen: Console, event: Event, judgements: Iterable[Judgement], tellings: dict[str, str]) -> None:
    """Why these tellings are one event: what people said, and for the rule the surest links that hold them all together."""
    kept = [one for one in judgements if one.verdict is not Verdict.UNSURE]
    if not kept:
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False, title=f"Why these are one event ({event.id[:_ID]})", title_justify="left", title_style="bold")
    for name in ("telling", "and", "are", "because"):
        table.add_column(name, overflow="fold")
    people = [one for one in kept if one.by != "rule"]
    for one in [*people, *_links([one for one in kept if one.by == "rule"])]:
        sure = f", {one.score:.0%} sure" if one.score is not None else ""
        verdict = one.verdict.value + (sure if one.by == "rule" else f", by {one.by}")
        reasons = "; ".join(feature.sentence for feature in sorted(one.features, key=lambda f: -abs(f.score))[:3])
        table.add_row(*[tellings.get(telling, telling[:_ID]) for telling in (one.left, one.right)], verdict, one.reason or reasons)
    screen.print(table)
    told = Counter(one.verdict for one in kept)
    screen.print(f"[dim]{told[Verdict.SAME]} pairs of these tellings are held to be the same, {told[Verdict.DIFFERENT]} different.[/]")


def _links(judgements: list[Judgement]) -> list[Judgement]:
    """Of the pairs held to be the same the surest that tie all tellings together, no more of them than needed (Kruskal's spanning tree)."""
    group: dict[str, str] = {}

    def root(telling: str) -> str:
        while telling in group:
            telling = group[telling]
        return telling

    links = []
    for one in sorted(judgements, key=lambda one: (-(one.score or 0), one.left, one.right)):
        left, right = root(one.left), root(one.right)
        if one.verdict is Verdict.SAME and left != right:
            group[right] = left
            links.append(one)
    return links


def _tellings(documents: dict[str, Document], claims: Iterable[Claim]) -> dict[str, str]:
    """The words of each event mention, and who printed them."""
    told = {}
    for claim in claims:
        document = documents[claim.document]
        told[mention_id(claim.document, claim.trigger)] = f"{claim.trigger.quote(document.text)} ({document.report.publisher or '?'})"
    return told
