"""Other names in a text: consistent, of the same kind, and everything else as it was."""

import random

from training.examples import example
from training.swaps import Names, towns

TEXT = "Amina Yusuf of the NLC left Kano. “Kano is home,” Ms Yusuf said on Monday."
OTHER = "Pedro Gomez spoke."


def _named(text, *labelled):
    made = example("newswire", "x", text)
    made.spans["ner"] = []
    for words, label in labelled:
        start = -1
        while (start := text.find(words, start + 1)) >= 0:
            made.add_span("ner", (start, start + len(words)), label)
    return made


def test_names_are_swapped_alike_throughout_and_nothing_else() -> None:
    made = _named(TEXT, ("Amina Yusuf", "Person"), ("Yusuf", "Person"), ("NLC", "Organization"), ("Kano", "Location"), ("Monday", "Date"))
    names = Names([_named(OTHER, ("Pedro Gomez", "Person"))], ["Oruro"])
    seen = set()
    for seed in range(20):
        swapped = names.swap(made, random.Random(seed))
        gold = [(swapped.text[swapped.words[a][0] : swapped.words[b - 1][1]], label) for (a, b), label in sorted(swapped.spans["ner"])]
        person, body, place, again, surname, day = [words for words, _ in gold]
        assert [label for _, label in gold] == ["Person", "Organization", "Location", "Location", "Person", "Date"]
        assert (person, surname, day) == ("Pedro Gomez", "Gomez", "Monday")
        assert place == again
        assert len(body) == 3
        assert body.isupper()
        assert swapped.text == f"{person} of the {body} left {place}. “{place} is home,” Ms {surname} said on Monday."
        seen.add(place)
    assert seen == {"Kano", "Oruro"}


def test_towns_of_the_world() -> None:
    names = towns(5_000_000)
    assert "Lagos" in names
    assert len(names) < len(towns())
