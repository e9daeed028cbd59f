"""Who says what, and the chain of speakers of any words (READING.md 9-11)."""

import time

import pytest

from tests.find.test_attribution_lexicon import finder
from tocsin.core.claims import Attribution
from tocsin.core.document import Document, Report, Segmented
from tocsin.core.mentions import Statement
from tocsin.core.spans import Span
from tocsin.find.attribution import Chains
from tocsin.text.segment import segment


def read(text: str) -> tuple[Segmented, tuple[Statement, ...]]:
    segmented = segment(Document.freeze(text, Report()))
    return segmented, finder().find(segmented)


def chain(text: str, words: str) -> tuple[Attribution, ...]:
    _segmented, statements = read(text)
    start = text.index(words)
    return Chains(statements, text).of(Span(start, start + len(words)))


def speakers(text: str, words: str) -> list[tuple[str, str]]:
    return [(link.quote, link.kind.value) for link in chain(text, words)]


@pytest.mark.parametrize(
    ("text", "words", "speaker", "kind"),
    [
        ("Police said three people died.", "died", "Police", "police"),
        ("Three people died, police said on Tuesday.", "died", "police", "police"),
        ("Three people died, said the mayor.", "died", "mayor", "government"),
        ("On Tuesday, the hospital said that three people died.", "died", "hospital", "medical"),
        ("In a statement, the ministry said on Tuesday that three people died.", "died", "ministry", "government"),
        ("According to the union, three people died.", "died", "union", "organisers"),
        ("Three people died, according to the union, and two were hurt.", "hurt", "union", "organisers"),
        ("Three people died and two were hurt, residents said.", "died", "residents", "witness"),
        ("Three people died, police said, and two were hurt.", "hurt", "police", "police"),
        ("The minister said that three people died and that two were hurt.", "hurt", "minister", "government"),
        ("Police said three people died, but doctors said five were hurt.", "hurt", "doctors", "medical"),
        ("Ann Ode, a spokeswoman for the Red Cross, said three people died.", "died", "Ann Ode", "ngo"),
        ("The mayor, Ann Ode, said three people died.", "died", "Ann Ode", "government"),
        ("The rebels were accused by the army of burning the village.", "burning the village", "army", "military"),
        ("The governor was quoted as saying that three people died.", "died", "governor", "government"),
        ("A statement by the ministry that three people died was read out.", "died", "ministry", "government"),
        ("Residents, who said that soldiers burned the houses, left.", "burned", "Residents", "witness"),
        ("Police: Three dead in blast", "dead", "Police", "police"),
        ("Three dead in blast: police", "dead", "police", "police"),
        ("The mayor on Sunday said three people died.", "died", "mayor", "government"),
        ("The army this week reported that three people died.", "died", "army", "military"),
        ("The council met on Monday and said three people died.", "died", "council", "government"),
        ("THE ARMY SAID TODAY THAT THREE PEOPLE WERE KILLED.", "KILLED", "ARMY", "military"),
        ("Videos shared online show that cars were burned.", "burned", "Videos shared online", "media"),
        ("The rebels said four fighters died; the ministry put the figure at 19.", "19", "ministry", "government"),
        # who counts the dead says how many they are
        ("The Red Cross counted 12 bodies in the village.", "12 bodies", "Red Cross", "ngo"),
        ("In May 2024 the Southern Rights Monitor documented the killing of 45 people.", "45 people", "Southern Rights Monitor", "ngo"),
        ("The ministry gave the toll as 12.", "12", "ministry", "government"),
        ("The union put the number of arrests at 40.", "40", "union", "organisers"),
        ("The mayor spoke of 12 dead.", "12 dead", "mayor", "government"),
        ("Sources close to the talks said three people died.", "died", "Sources close to the talks", "unnamed"),
    ],
)
def test_speaker(text: str, words: str, speaker: str, kind: str) -> None:
    """The speaker of the words is the one named, and of that kind, wherever the clause stands."""
    assert speakers(text, words) == [(speaker, kind)]


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("It was reported that three people died.", "died", "unnamed"),
        ("Three people were reportedly hurt in the north.", "hurt", "unnamed"),
        ("According to the latest data, more than 200 people were hurt.", "hurt", "unnamed"),
        ("According to incoming data, the town hall was set on fire.", "set on fire", "unnamed"),
        ("There were reports of an explosion at the hospital.", "explosion", "unnamed"),
        ("The man is said to have fired first.", "fired", "unnamed"),
    ],
)
def test_nobody_named(text: str, words: str, kind: str) -> None:
    """Where the text only says that something is said, the speaker is unnamed."""
    assert [found for _, found in speakers(text, words)] == [kind]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Police said two men fled. Three people died.", "died"),
        ("On Tuesday, the union said it would march. On Wednesday 200 people marched. Police said nobody was hurt.", "marched"),
        ("The men, who police said wore masks, killed two guards.", "killed"),
        ("The crowd, which police estimated at 200, had demanded their release.", "release"),
        ("Everything went according to plan and the troops left.", "left"),
        ("The fire claimed 12 lives.", "12 lives"),
        ("In Videos: Coordinated Chaos in the Capital", "Chaos"),
    ],
)
def test_writer(text: str, words: str) -> None:
    """A plain sentence between attributed ones is the writer's."""
    assert chain(text, words) == ()


@pytest.mark.parametrize(
    "text",
    [
        "“Cars were burned. Over 120 people were beaten, among them women” the head of the town police department said.",
        "“Cars were burned. Over 120 people were beaten,” said the town police chief.",
        "The town police chief said: “Cars were burned. Over 120 people were beaten.”",
        "The police chief said cars were burned. “Over 120 people were beaten.”",
        "“Cars were burned,” the police chief said. “Over 120 people were beaten.”",
        "“Cars were burned,” the police chief said, “and over 120 people were beaten.”",
        "The police chief was at the scene.\n\n“Over 120 people were beaten.” The police chief added that cars were burned.",
        "The police chief said: “Cars were burned.\n\n“Over 120 people were beaten.”",
    ],
)
def test_quotation(text: str) -> None:
    """A quotation belongs to the speaker next to it: before, after, in the middle, in the next or previous sentence, closed or not."""
    assert [kind for _, kind in speakers(text, "beaten")] == ["police"]


def test_pronouns_keep_the_speaker() -> None:
    """After "he added" the speaker is the one before, and of the same kind."""
    text = "The police chief said the road was open. He added that three people died. They were buried on Friday."
    assert speakers(text, "died") == [("He", "police")]
    assert chain(text, "buried") == ()


def test_names_keep_their_office() -> None:
    """A surname later in the report has the kind its title gave it."""
    text = "Interior Minister Ann Ode visited the town. Three people died, Ode said."
    assert speakers(text, "died") == [("Ode", "government")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Eastern police spokesperson, Brigadier Ann Ode said three people died.", "police"),
        ("“Three people died,” said Ann Ode, regional director at Amnesty International.", "ngo"),
        ("“Three people died,” said Ann Ode, 47, head of the hospital in Lomo.", "medical"),
        ("“Three people died,” said the bishop before a small group of media.", "person"),
        ("One of her lawyers, Ann Ode, said three people died.", "person"),
        ("Official sources reported that three people died.", "government"),
        ("According to Kalo News, three people died.", "media"),
        ("A former judge said three people died.", "person"),
        ("Relatives of the police officer said three people died.", "person"),
        ("Ann Ode, officer-in-charge of the station, said three people died.", "police"),
        ("AP reports Valentin Boe was in town. Valentin Boe told an informant that three people died.", "person"),
        ("Police sources said the road was open. Unofficial sources said three people died.", "unnamed"),
        ("Ann Ode, who lives on the third floor, said three people died.", "person"),
        ("Ann Ode, a former minister, said three people died.", "person"),
        ("Ann Ode, president of Agri Lomo, said three people died.", "person"),
        ("Police and neighbours said three people died.", "police"),
        ("Later in the day Mayor Ode said three people died.", "government"),
        ("A protester said three people died.", "witness"),
    ],
)
def test_kind(text: str, kind: str) -> None:
    """Offices stand before or after a name, with commas or without; who was told, and when, says nothing of the speaker (READING.md 11)."""
    assert [found for _, found in speakers(text, "people died")] == [kind]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The mayor visited the square. She said three people died.", "government"),
        ("The police spokesman came at noon. “Three people died,” he said.", "police"),
        ("Doctors said the boy died. The road was shut. He said three people died.", "person"),
        ("The police said the road was shut. They added that three people died.", "police"),
        ("Police arrested two men. They said three people died.", "police"),
    ],
)
def test_pronouns_stand_for_the_nearest_subject_of_their_number(text: str, kind: str) -> None:
    """A pronoun takes the kind of the last speaker or subject that agrees with it in number, and not of whoever spoke last."""
    assert speakers(text, "people died")[0][1] == kind


def test_a_writer_who_says_we_is_no_speaker() -> None:
    """First persons outside quotation marks are the writer."""
    assert chain("We announced that three people died.", "died") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police said three people died, according to Reuters.", [("Police", "police"), ("Reuters", "media")]),
        ("The ministry told state television that three people died.", [("ministry", "government")]),
        ("State media quoted a police officer as saying that three people died.", [("police officer", "police"), ("State media", "media")]),
        ("The governor said residents told him that three people died.", [("residents", "witness"), ("governor", "government")]),
    ],
)
def test_chain(text: str, expected: list[tuple[str, str]]) -> None:
    """The deepest speaker comes first; who passed it on is the next link (READING.md 9). Who was told it is no speaker."""
    assert speakers(text, "died") == expected


def test_negated_saying_reports_nothing() -> None:
    """Where somebody "did not say", no content is reported."""
    assert read("Police did not say how many people died.")[1] == ()


def test_parents_count_in_the_tuple() -> None:
    """`parent` is an index of the statements returned."""
    _, statements = read("Police said three people died, according to Reuters.")
    parents = [statement.parent for statement in statements]
    assert parents == [1, None]


def test_fast_enough() -> None:
    """A report of some 400 words takes well under 250 ms, or the reader could not do 12 a second."""
    paragraph = "Three people died, police said. The union, which called the march, said that “nobody threw stones,” and that 20 were hurt."
    text = "\n\n".join([paragraph] * 18)
    segmented = segment(Document.freeze(text, Report()))
    finder().find(segmented)
    start = time.process_time()
    finder().find(segmented)
    assert time.process_time() - start < 0.25


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("A police source said a car burned. The mayor said it was over. The source said three people died.", ["police", "government", "police"]),
        (
            "The Lomo police department said a car burned. The mayor said it was over. The department said three men fled.",
            ["police", "government", "police"],
        ),
        ("Two nurses said a car burned. The mayor said it was over. The experts said three people died.", ["medical", "government", "person"]),
    ],
)
def test_a_short_form_stands_for_the_fuller_one(text: str, kinds: list[str]) -> None:
    """Whom "the source" or "the department" stands for is the last speaker of that noun, and not the last speaker."""
    assert [statement.kind.value for statement in read(text)[1]] == kinds


def test_a_quoted_pronoun_is_not_who_is_quoted() -> None:
    """In the words of a speaker "she" is somebody else."""
    text = "The sergeant spoke. The sergeant said: “She said the driver fled.”"
    assert [(link.quote, link.kind.value) for link in chain(text, "fled")] == [("She", "person"), ("sergeant", "police")]
