"""CEAF-REE: role-filler entity extraction scored as in GRIT (Du, Rush and Cardie 2021).

What is taken from GRIT's published evaluation and preparation (repository xinyadu/grit_doc_event_entity, eval.py and data/muc):

- Five roles: PerpInd (slot 9), PerpOrg (10), Target (12, physical), Victim (18: human target *names*; descriptions are not scored), Weapon (6).
- Gold: the fills of all templates of a document, optional templates and optional fills ("?") included, merged per role. A fill is an entity, its
  alternatives are the entity's mentions. A fill whose alternatives all occur in an entity already taken, or that holds all of one, is left out.
  Mentions that do not occur in the lower-cased text (line breaks as spaces; the dateline, which GRIT cuts off, counts) are dropped, and entities
  left without a mention with them. Irrelevant documents stay in, with nothing to find.
- Strings are lower-cased, lose ASCII punctuation, the words a / an / the, and double spaces, in this order.
- Similarity "strict": 1 if every mention of the predicted entity is a mention of the gold entity, else 0 (an entity without mentions, which GRIT
  would count as right, is refused here).
- Per document and role the optimal one-to-one alignment; precision = similarity / predicted entities, recall = similarity / gold entities; the
  micro average adds the counts of the five roles.

GRIT reports 54.5 on tst3 + tst4; tst1 + tst2 are its development documents.
"""

import re
import string
from collections.abc import Iterable, Mapping, Sequence

from eval.assignment import assign
from eval.muc_keys import Message
from eval.score import PRF

ROLES = {"PerpInd": 9, "PerpOrg": 10, "Target": 12, "Victim": 18, "Weapon": 6}
"""Role names in GRIT's order, and their slots."""

Entity = frozenset[str]
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalise(words: str) -> str:
    """GRIT's form of a mention for comparing."""
    bare = words.lower().translate(_PUNCTUATION)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", bare).split())


def gold_entities(message: Message) -> dict[str, list[Entity]]:
    """The entities of every role, normalised."""
    text = " ".join(message.text.lower().split())
    found: dict[str, list[Entity]] = {}
    for role, slot in ROLES.items():
        raw: list[set[str]] = []
        for fill in (fill for template in message.templates for fill in template.slots.get(slot, ())):
            mentions = {alternative.lower() for alternative in fill.alternatives}
            if not any(mentions <= entity or entity <= mentions for entity in raw):
                raw.append(mentions)
        printed = [frozenset(normalise(mention) for mention in entity if mention in text) for entity in raw]
        found[role] = [entity for entity in printed if entity]
    return found


def ceaf(predicted: Sequence[Iterable[str]], gold: Sequence[Entity]) -> PRF:
    """One role of one document. Predicted entities are sets of mentions as written. Raises ValueError for an entity without mentions."""
    answers = [frozenset(normalise(mention) for mention in entity) for entity in predicted]
    if not all(answers):
        raise ValueError("a predicted entity without mentions would match every gold entity")
    weights = [[float(answer <= entity) for entity in gold] for answer in answers]
    return PRF(sum(weights[i][j] for i, j in assign(weights)), len(answers), len(gold))


def document(predicted: Mapping[str, Sequence[Iterable[str]]], gold: Mapping[str, Sequence[Entity]]) -> dict[str, PRF]:
    """Counts per role; their sum is the micro average."""
    return {role: ceaf(predicted.get(role, ()), gold.get(role, ())) for role in ROLES}
