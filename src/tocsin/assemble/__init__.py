"""From what the finders found to claims: acts are built from triggers, placed in space and time, told-twice ones merged, and written out."""

from tocsin.assemble.acts import Act, acts_of
from tocsin.assemble.claims import ClaimWriter, unresolved
from tocsin.assemble.context import Memory, date, locate, remember, toll_interval
from tocsin.assemble.found import Found
from tocsin.assemble.merge import borne_out, merged, with_far_results, with_results
from tocsin.assemble.retold import told_once
from tocsin.assemble.tied import house, is_filing_date, settle_once
from tocsin.assemble.weighing import Scales
from tocsin.core.claims import Claim, Problem
from tocsin.core.values import DateInterval, Unresolved


def assemble(found: Found, scales: Scales) -> tuple[tuple[Claim, ...], tuple[Problem, ...]]:
    """The claims of one document, in the order of their triggers, and what was not understood."""
    found = told_once(found)
    told, toll = told_acts(found)
    writer = ClaimWriter(found, toll)
    claims = [claim for act in scales.weigh(told, found) for claim in writer.write(act)]
    claims.sort(key=lambda claim: (claim.trigger, claim.span))
    return tuple(claims), tuple(_problems(found, claims))


def told_acts(found: Found) -> tuple[list[Act], DateInterval | None]:
    """All that may be an act, placed and dated, its tellings joined, and the days that running tolls cover; its parts are not weighed yet."""
    published = found.segmented.document.report.published
    memory = Memory()
    acts: list[Act] = []
    for index, row in enumerate(found.sentences):
        told = _newly_told(acts_of(found, index), acts)
        acting = {argument.mention.span for act in told for argument in act.arguments}
        places = tuple([placed for placed in row.places if placed.mention.span not in acting])
        sentence = found.segmented.sentences[index]
        dates = tuple([dated for dated in row.dates if not is_filing_date(sentence, dated.mention)])
        for act in told:
            locate(act, places, memory)
            date(act, dates, memory, published)
        settle_once(told, row.mentions)
        house(told, row.mentions, found.segmented.document.text)
        acts.extend(told)
        remember(memory, sentence, row.places, dates, published)
    toll = toll_interval(memory, published) if published is not None else None
    return borne_out(with_far_results(merged(with_results(acts), found.segmented.document.text))), toll


def _newly_told(told: list[Act], before: list[Act]) -> list[Act]:
    """Those whose trigger no earlier act has; the others ("... arrested. ... three of them after a day") give their figures to that act."""
    acts = {act.trigger.span: act for act in before}
    for act in told:
        if act.trigger.span in acts:
            acts[act.trigger.span].figures.extend(act.figures)
    return [act for act in told if act.trigger.span not in acts]


def _problems(found: Found, claims: list[Claim]) -> list[Problem]:
    text = found.segmented.document.text
    problems = []
    if found.segmented.document.report.published is None:
        message = "no published date is known, so weekdays, 'yesterday' and dates without a year stay unresolved; give one with --published DATE"
        problems.append(Problem(code="no-published-date", message=message))
    for claim in unresolved(claims):
        if isinstance(claim.value, Unresolved):
            message = f"{claim.role.value} '{claim.quote}' could not be settled: {claim.value.reason.value}"
            problems.append(Problem(code=f"unresolved-{claim.role.value}", message=message, span=claim.span, quote=claim.quote))
    taken = {claim.span for claim in claims} | {words.span for claim in claims for words in claim.mentions}
    for row in found.sentences:
        for figure in row.figures:
            if figure.mention.group is not None and figure.mention.span not in taken:
                quote = figure.mention.span.quote(text)
                message = f"'{quote}' counts something, but not what an event did"
                problems.append(Problem(code="figure-without-measure", message=message, span=figure.mention.span, quote=quote))
    return problems
