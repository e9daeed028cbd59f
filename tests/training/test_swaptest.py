"""The swap test: slots filled one at a time, names written as slots in the answers, changes counted by answer."""

import re
import tomllib

import pytest

from training.swaptest import SENTENCES, differing, read, reports, sentences

BOOK = {
    "names": {"city": ["Kano", "Lima"], "first": ["Ana", "Ben"]},
    "templates": {"sentences": ["{first} Roe was shot in {city}."]},
    "examples": {"city": ["Walvis Bay", "Windhoek"]},
}


def test_one_slot_is_swapped_at_a_time() -> None:
    person, city = sentences(BOOK)
    assert (person.kind, person.texts) == ("first", (("Ana Roe was shot in Kano.", ("Ana",)), ("Ben Roe was shot in Kano.", ("Ben",))))
    assert [text for text, _ in city.texts] == ["Ana Roe was shot in Kano.", "Ana Roe was shot in Lima."]


def test_reports_are_renamed_throughout() -> None:
    """The first text is the report itself; none of its names of that kind is left in the others."""
    for swap in reports(BOOK):
        (_, own), *others = swap.texts
        assert others
        for text, names in others:
            assert not any(re.search(rf"\b{name}\b", text) for name in own)
            assert set(names) <= set(BOOK["names"]["city"])


def test_answers_that_change_are_counted() -> None:
    """The commonest reading is the measure: one lacks an answer, one has another in its place."""
    assert differing([("shot",), ("shot",), ()]) == (1, 3)
    assert differing([("shot", "fled"), ("shot", "fled"), ("shot", "left")]) == (1, 6)
    assert differing([("a",), ("a",)]) == (0, 2)


def test_names_do_not_show_in_answers(rules) -> None:
    one = read(rules, "Rebels killed 3 people in Kano.", ("Kano",))
    assert one["claims"]["types"] == ("killed killing",)
    assert one["claims"]["figures"] == ("killed 3..3",)
    assert one == read(rules, "Rebels killed 3 people in Lima.", ("Lima",))


def test_the_book_is_whole() -> None:
    """Every slot has names, no list repeats one, and there are at least forty sentences."""
    book = tomllib.loads(SENTENCES.read_text(encoding="utf-8"))
    slots = {slot for sentence in book["templates"]["sentences"] for slot in re.findall(r"\{(\w+)\}", sentence)}
    assert slots == set(book["names"])
    assert all(len(names) == len(set(names)) >= 8 for names in book["names"].values())
    assert len(set(book["templates"]["sentences"])) >= 40
    assert set(book["examples"]) <= set(book["names"])


@pytest.mark.model
def test_heads_answer_too(trained) -> None:
    assert set(read(trained, "Rebels killed 3 people in Kano.", ("Kano",))["heads"]) == {"triggers", "types", "factuality", "figures"}
