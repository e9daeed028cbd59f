"""Whom "he" and "they" stand for: the claim quotes the words that name them."""

import pytest

from tests.told import tell
from tocsin.core.claims import Role
from tocsin.pipeline import Reader


@pytest.mark.parametrize(
    ("text", "kind", "role", "expected"),
    [
        ("Students gathered in Oran. They burned a bus.", "arson", Role.ACTOR, ["Students"]),
        ("Interior Minister Kakha Bukia left on Monday. He resigned on Tuesday.", "resignation", Role.ACTOR, ["Interior Minister Kakha Bukia"]),
        ("The mother left the house. Soldiers arrested her.", "arrest", Role.VICTIM, ["mother"]),
        ("The father left the house. Soldiers arrested her.", "arrest", Role.VICTIM, []),
        ("A guard stopped the man and beat him.", "beating", Role.VICTIM, ["man"]),
        ("It rained. They burned a bus.", "arson", Role.ACTOR, []),
        ("Mary Okello was released. Her lawyer said guards had beaten her.", "beating", Role.VICTIM, ["Mary Okello"]),
        ("The teacher left. They burned a bus.", "arson", Role.ACTOR, []),
    ],
)
def test_pronouns(rules: Reader, text: str, kind: str, role: Role, expected: list[str]) -> None:
    """One or many, man or woman must fit; who is hit is not who hits; nobody is made up."""
    assert tell(rules, text).act(kind).quotes(role) == expected
