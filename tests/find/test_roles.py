"""Roles by grammar: the mark's name is the role the mention must get, `none` that it must get none; mentions are given, not found."""

import pytest

from tests.marked import parse
from tocsin.core.document import Document, Report
from tocsin.core.mentions import Mention, MentionKind
from tocsin.core.spans import Span
from tocsin.find.roles import RoleFinder
from tocsin.find.triggers import TriggerFinder
from tocsin.resources.lexicons import shipped_lexicons
from tocsin.text.morphology import Morphology
from tocsin.text.phrases import Phrases
from tocsin.text.segment import segment

LEXICONS = shipped_lexicons()
PHRASES = Phrases(LEXICONS)
TRIGGERS = TriggerFinder(LEXICONS, Morphology(LEXICONS))
ROLES = RoleFinder(PHRASES)

SENTENCES = [
    # active, passive, by-phrase, reduced passive
    "<actor k=security-force>Police</> arrested <victim k=group>students</> in <none k=place>Lima</>.",
    "<victim k=group>Students</> were arrested by <actor k=security-force>police</> on <none k=date>Friday</>.",
    "Three <victim k=group>miners</> killed in <none k=place>Oruro</> were buried.",
    "<actor k=armed-group>Gunmen</> on motorcycles shot dead a <victim k=person>teacher</>.",
    "<victim k=person>A teacher</> was shot dead by <actor k=armed-group>gunmen</> who fled.",
    # subject far away
    "<actor k=security-force>The army</> entered the town, residents said, killing <victim k=group>two guards</>.",
    "<actor k=security-force>Police</> in <none k=place>Oruro</> on <none k=date>Monday</> beat <victim k=group>nurses</>.",
    "The <actor k=group>students</>, who had marched since dawn, burned a <property k=vehicle>bus</>.",
    "The <actor k=armed-group>gunmen</>, who <none k=security-force>police</> said wore masks, killed two <victim k=group>guards</>.",
    "A <victim k=person>member</> of the <none k=security-force>police</>, who is also a coach, was killed.",
    # "as" that opens a clause, and a noun phrase that opens the main one
    "<actor k=group>Farmers</> who had blocked the road since <none k=date>Tuesday</> attacked <target k=security-force>guards</>.",
    "They fled the square, as <actor k=security-force>police</> beat <victim k=group>marchers</>.",
    "After the killing of a <victim k=person>guard</>, <none k=group>armed men</> on motorcycles fled.",
    "<actor k=group>Protesters</> blocked roads and burned <property k=vehicle>tyres</>.",
    "The <actor k=person>man</> who shot the <victim k=security-force>officer</> fled.",
    # lists
    "<actor k=group>Students</>, <actor k=group>teachers</> and <actor k=group>doctors</> marched to parliament.",
    "The crowd looted <property k=facility>shops</>, <property k=facility>cafes</> and <property k=facility>offices</>.",
    # nominal events
    "The arrest of the <victim k=office-holder>mayor</> by <actor k=security-force>soldiers</> caused anger.",
    "The <actor k=armed-group>rebels</>' attack on the <target k=facility>barracks</> failed.",
    "Clashes between <actor k=security-force>police</> and <actor k=group>protesters</> went on all night.",
    "<actor k=group>Students</> staged a protest.",
    # prepositions
    "<actor k=security-force>Soldiers</> opened fire on the <target k=group>crowd</>.",
    "<actor k=security-force>Officers</> beat the <victim k=group>students</> with <instrument k=weapon>batons</>.",
    "<actor k=group>Youths</> clashed with <actor k=security-force>police</>.",
    # things do not act
    "A <instrument k=weapon>bomb</> killed the <victim k=office-holder>judge</>.",
    # predicates
    "The <property k=facility>courthouse</> is on fire.",
    # verbs of the victim
    "Two <victim k=group>children</> died.",
    "<victim k=group>Families</> fled the village.",
    # control and participles
    "<actor k=group>Youths</> threw stones, injuring an <victim k=security-force>officer</>.",
    "The army was accused by <actor k=organisation>the union</>.",
    # a premodifier is no actor
    "<none k=security-force>Police</> cars were torched.",
    # those whom a word of number or part stands for
    "A group of <actor k=security-force>policemen</> raided the <facility k=facility>office</>.",
    "A <none k=group>group</> of <actor k=security-force>policemen</> arrested <victim k=group>nurses</>.",
    # a building searched, a road blocked: where it was done
    "<actor k=group>Miners</> blocked a <facility k=facility>road</>.",
    # whom a participle follows at once
    "Ten of the <victim k=group>nurses</> detained at the clinic were freed.",
    "A <victim k=group>crowd</> of mourners was fired on.",
    "The report tells of ten <victim k=group>nurses</> arrested in May.",
    # what is destroyed may be no thing
    "The defeat destroyed their hopes.",
    "Hundreds of <actor k=group>students</> marched to parliament.",
    "Three of the <victim k=group>miners</> were shot.",
    # verbs in a row have one subject, and an object is not the next one
    "The <actor k=person>man</> approached a <none k=group>crowd</>, opened fire and fled.",
    "<actor k=security-force>Troops</> arrested <victim k=group>teachers</>, burned a <property k=vehicle>bus</> and left.",
    # an aside is no subject, and a day may part an auxiliary from its participle
    "Two <victim k=group>priests</> -- one of them a <none k=person>Spaniard</> -- were arrested.",
    "Four <victim k=group>suspects</> were <none k=date>this week</> arrested.",
    # nominal events with verbs that only carry them
    "<actor k=group>Fans</> attended a rally.",
    # what is aimed at after at, on, into
    "<actor k=person>Someone</> fired shots at a <target k=vehicle>car</>.",
    # a place that acts or is spoken to is its government
    "<actor k=place>Chile</> denied the report.",
    "The bloc imposed sanctions on <target k=place>Chile</>.",
    "Workers demonstrated against <target k=place>Chile</>.",
    "Soldiers shelled <none k=place>Oruro</>.",
    # politics
    "The <actor k=office-holder>president</> dismissed the <target k=organisation>government</>.",
    "The <actor k=office-holder>minister</> resigned.",
]


@pytest.mark.parametrize("marked", SENTENCES)
def test_roles(marked: str) -> None:
    """Every marked mention gets exactly the role it is marked with."""
    text, marks = parse(marked)
    sentence = segment(Document.freeze(text, Report())).sentences[0]
    spans = {mark: Span(mark.start, mark.end) for mark in marks}
    mentions = tuple(Mention(span=span, head=span, kind=MentionKind(mark.attributes["k"]), rule="test") for mark, span in spans.items())
    triggers = TRIGGERS.find(sentence, PHRASES.chunks(sentence))

    roles = ROLES.find(sentence, triggers, mentions, ())

    found = {(edge.mention.span.quote(text), edge.role.value) for edge in roles.edges}
    expected = {(text[mark.start : mark.end], mark.name) for mark in marks if mark.name != "none"}
    assert expected == found, f"triggers {[t.span.quote(text) for t in triggers]}, chunks {[c.span.quote(text) for c in PHRASES.chunks(sentence)]}"
