"""How far a finding is borne out, in the Admiralty form: who says it and what is said are graded apart, and every step is written down.

Nothing here knows a speaker's record beyond this event, so nobody is graded A or B for reliability: these are for people who know the speaker.
"""

from collections.abc import Sequence

from tocsin.core.events import Grade, Relation, RelationKind
from tocsin.core.scales import Factuality, SpeakerKind
from tocsin.reconcile.speakers import CHALLENGERS, STATE, Said, label

_ANONYMOUS = frozenset({SpeakerKind.UNNAMED, SpeakerKind.WITNESS})


def grade(supporting: Sequence[Said], opposing: Sequence[Said], relations: Sequence[Relation], claims: Sequence[Said]) -> Grade:
    """Grade a finding by the claims for it and the standing ones against it; `relations` and `claims` tell what else its voices said."""
    letter, about_voices = _reliability(supporting, relations, claims)
    number, about_words = _credibility(supporting, opposing)
    return Grade(reliability=letter, credibility=number, derivation=(*about_voices, *about_words))


def _reliability(supporting: Sequence[Said], relations: Sequence[Relation], claims: Sequence[Said]) -> tuple[str, list[str]]:
    """C for a named voice, D when every voice has had to take a figure back here, F when nobody is named."""
    slips = {relation.claim for relation in relations if relation.kind is RelationKind.OUTLIER}  # the printer's, not the voice's
    slipped = {relation.other for relation in relations if relation.kind is RelationKind.RETRACTS} - slips
    corrected = {one.voice.name for one in claims if one.claim.key in slipped}
    if all([one.claim.attribution and one.claim.attribution[0].kind in _ANONYMOUS for one in supporting]):
        return "F", ["nobody who says so is named: reliability cannot be judged (F)"]
    names = {one.voice.name: label(one) for one in reversed(supporting)}
    straight = [words for name, words in sorted(names.items()) if name not in corrected]
    if not straight:
        return "D", [f"{', '.join(sorted(names.values()))}: named, but took back a figure of this event (D)"]
    return "C", [f"{', '.join(straight)}: named, and took back nothing here (C; A and B are for people to give)"]


def _credibility(supporting: Sequence[Said], opposing: Sequence[Said]) -> tuple[int, list[str]]:
    """1 confirmed by independent voices, 2 probably, 3 possibly true, 4 doubtful, 5 improbable, 6 cannot be judged."""
    firm = [one for one in supporting if one.firm]
    if not firm:
        return 6, ["said only as possible or as hearsay: cannot be judged (6)"]
    names = {one.voice.name for one in firm}
    rivals = {one.voice.name for one in opposing if one.firm or one.negated} - names
    steps = [f"{len(names)} independent {'voice says' if len(names) == 1 else 'voices say'} so, {len(rivals)} otherwise"]
    if len(rivals) > len(names):
        number, why = 5, "more voices against than for"
    elif len(rivals) == len(names):
        number, why = 4, "as many against as for"
    elif len(names) == 1:
        number, why = 3, "one voice, which nobody contradicts"
    elif rivals:
        number, why = 2, "more voices for than against"
    else:
        number, why = 1, "independent voices agree"
    steps.append(f"{why} ({number})")
    kinds = {one.voice.kind for one in firm}
    if number == 1 and (kinds <= STATE or kinds <= CHALLENGERS):
        number = 2
        steps.append("all of them on one side of the conflict: one step down (2)")
    if number < 5 and all([one.claim.factuality is Factuality.PR_PLUS for one in firm]):
        number += 1
        steps.append(f"said only as probable: one step down ({number})")
    if number < 5 and all([one.claim.disputed for one in firm]):
        number += 1
        steps.append(f"disputed in the reports that tell it: one step down ({number})")
    return number, steps
