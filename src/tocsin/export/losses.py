"""What a code book cannot hold of an event, said in the same way for all of them."""

from collections.abc import Collection

from tocsin.core.claims import MEASURES, Claim, Role
from tocsin.core.events import RelationKind
from tocsin.core.scales import Factuality
from tocsin.export.phrasing import finding_in_words
from tocsin.export.view import DENIED, View
from tocsin.export.writing import Sheet


def lose_unexpressed(sheet: Sheet, view: View, scheme: str, holds: Collection[Role], *, ranges: bool = False) -> None:
    """Report the findings, rivals, speakers and doubts of `view` that `scheme` has no field for.

    `holds` are the roles with a field of their own; `ranges` says whether a figure's field can be a range.
    """
    event = view.event
    for finding in event.findings:
        value = view.masking.value(finding.value, view.documents) if finding.value is not None else finding_in_words(finding)
        if finding.role not in holds:
            sheet.lose(event, finding.role.value, value, f"{scheme} has no field for it")
        elif finding.role in MEASURES:
            figure = view.figure(finding.role)
            if figure is None or figure.finding is not finding:
                sheet.lose(event, finding.role.value, value, f"{scheme} has one number for the whole event, and none for a part, a place or a period")
            elif not ranges and not finding.low == finding.best == finding.high:
                sheet.lose(event, finding.role.value, value, f"{scheme} has one number, and no bounds; the number follows the rule {finding.rule}")
            if figure is not None and figure.finding is finding and not figure.whole:
                sheet.lose(
                    event, finding.role.value, value, "only parts of the whole are told; the largest stands for it, since figures are never added"
                )
        rivals = [
            f"{claim.quote} ({claim.factuality.value})" for claim in [view.dataset.claim(key) for key in finding.opposing] if not _is_party(claim)
        ]
        if rivals:
            sheet.lose(event, finding.role.value, "; ".join(rivals), f"{scheme} has no place for rival claims")
    for claim in _without_finding(view, holds):
        sheet.lose(event, claim.role.value, view.masking.value(claim.value, (claim.document,)), f"{scheme} has no field for it")
    if view.speakers:
        said = dict.fromkeys([view.masking.speaker(link, (claim.document,)) for claim, link in view.speakers])
        sheet.lose(event, "attribution", "; ".join(said), f"{scheme} does not say who says so")
    if any([claim.factuality is not Factuality.CT_PLUS for claim in view.telling]):
        sheet.lose(event, "factuality", view.stances, f"{scheme} does not say how surely it is told")
    apart = [relation.sentence for relation in event.relations if relation.kind is not RelationKind.REPEATS]
    if apart:
        sheet.lose(event, "relations", "; ".join(apart), f"{scheme} does not say how claims stand to each other")


def _is_party(claim: Claim) -> bool:
    """Another actor is no rival of the first: it is a party of its own, and reported where there is no room for it."""
    return claim.role in {Role.ACTOR, Role.VICTIM, Role.TARGET} and claim.factuality not in DENIED


def _without_finding(view: View, holds: Collection[Role]) -> list[Claim]:
    """Claims in roles that no finding is made for (instrument, cause, ...) and no field holds."""
    found = {finding.role for finding in view.event.findings}
    return [claim for mention in view.mentions for claim in mention.claims if claim.role not in found and claim.role not in holds]


def lose_event(sheet: Sheet, view: View, why: str) -> None:
    """Report an event that gets no row at all."""
    sheet.lose(view.event, "event", view.label, why)


def lose_stories(sheet: Sheet, view: View, scheme: str) -> None:
    """Report the stories the event belongs to."""
    for story in view.dataset.stories:
        if view.event.id in story.events:
            sheet.lose(view.event, "story", story.title, f"{scheme} has no episodes")
