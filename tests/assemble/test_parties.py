"""What the head of MUC-4's roles proposes fills what the grammar leaves open, and nothing else."""

import pytest

from tocsin.assemble.found import InSentence
from tocsin.assemble.parties import with_parties
from tocsin.core.claims import Role
from tocsin.core.document import Document, Report, Sentence
from tocsin.core.hints import Hint, Hints
from tocsin.core.mentions import Mention, MentionKind, Trigger
from tocsin.core.spans import Span
from tocsin.find.roles import Edge, Roles
from tocsin.text.segment import segment

TEXT = "The blast at the pumping station was the work of the Front."


def at(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def row(kind: str = "bombing", *edges: Edge) -> tuple[InSentence, Sentence]:
    trigger = Trigger(span=at("blast"), head=at("blast"), type=kind, nominal=True, rule="test")
    told = InSentence(
        triggers=(trigger,), stances=(), opinions=(), roles=Roles(edges=edges), mentions=(), places=(), dates=(), as_of=False, figures=()
    )  # fmt: skip
    return told, segment(Document.freeze(TEXT, Report())).sentences[0]


def proposed(label: str, words: str, score: float = 0.9) -> Hints:
    return Hints(hints=(Hint(at(words), "muc", label, score),))


@pytest.mark.parametrize(
    ("label", "words", "role", "kind"),
    [
        ("PerpOrg", "the Front", Role.ACTOR, MentionKind.ARMED_GROUP),
        ("Target", "the pumping station", Role.TARGET, MentionKind.FACILITY),
        ("Victims", "the Front", Role.VICTIM, MentionKind.GROUP),
    ],
)
def test_an_open_role_is_filled(label: str, words: str, role: Role, kind: MentionKind) -> None:
    told, sentence = row()
    [edge] = with_parties(told, sentence, proposed(label, words)).roles.edges
    assert (edge.role, edge.mention.span, edge.mention.kind, edge.rule) == (role, at(words), kind, "model:muc")


def test_what_plays_a_part_already_keeps_it() -> None:
    told, sentence = row()
    front = Mention(span=at("Front"), head=at("Front"), kind=MentionKind.ORGANISATION, rule="test", score=1.0)
    told, _ = row("bombing", Edge(trigger=told.triggers[0], role=Role.TARGET, mention=front, rule="grammar:on"))
    assert with_parties(told, sentence, proposed("PerpOrg", "the Front")) == told


@pytest.mark.parametrize(("kind", "score"), [("march", 0.9), ("bombing", 0.4)])
def test_peaceful_acts_and_doubtful_proposals_are_left_alone(kind: str, score: float) -> None:
    told, sentence = row(kind)
    assert with_parties(told, sentence, proposed("PerpOrg", "the Front", score)) == told
    assert with_parties(told, sentence, None) == told


def test_a_part_in_another_act_leaves_the_role_open() -> None:
    told, sentence = row()
    front = Mention(span=at("Front"), head=at("Front"), kind=MentionKind.ORGANISATION, rule="test", score=1.0)
    denial = Trigger(span=at("work"), head=at("work"), type="rejection", nominal=True, rule="test")
    told, _ = row("bombing", Edge(trigger=denial, role=Role.ACTOR, mention=front, rule="grammar:subject"))
    assert with_parties(told, sentence, proposed("PerpOrg", "the Front")).roles.edges[1].trigger.type == "bombing"


def test_the_building_of_an_act_against_people_is_no_target() -> None:
    told, sentence = row("killing")
    assert with_parties(told, sentence, proposed("Target", "the pumping station")) == told
