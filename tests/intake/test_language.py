"""English or not."""

import time

import pytest

from tocsin.errors import LanguageError
from tocsin.intake.language import require_english

ENGLISH = (
    "Police detained three people in Harwell on Tuesday after several hundred demonstrators marched on the town hall. "
    "Organisers said at least twelve marchers were hurt when officers charged the crowd with batons near the river bridge, "
    "and called for the release of all who had been taken away."
)


@pytest.mark.parametrize("text", [ENGLISH, ENGLISH.upper(), ENGLISH.title()], ids=["plain", "capitals", "title case"])
def test_english_passes(text: str) -> None:
    """In any case: newswire of 1990 is in capitals."""
    assert require_english(text) == "en"


def test_english_full_of_foreign_names() -> None:
    """Names and a quoted sentence do not make a report foreign."""
    text = (
        "Abdoulaye Ouattara and Nguyễn Văn Tùng of the Mouvement pour la Liberté were held in Ouagadougou, police said. "
        "“Nous ne partirons pas,” they shouted."
    )

    assert require_english(text) == "en"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Во вторник полиция задержала трёх человек после марша к зданию мэрии, сообщили организаторы.", "Russian"),
        ("Поліція затримала трьох людей після маршу до будівлі міської ради, повідомили у вівторок організатори акції.", "Ukrainian"),
        (
            "La policía detuvo a tres personas el martes después de que cientos de manifestantes marcharan hacia el ayuntamiento de la ciudad.",
            "Spanish",
        ),
        ("La police a interpellé trois personnes mardi après que plusieurs centaines de manifestants ont marché sur la mairie.", "French"),
        ("LA POLICÍA DETUVO A TRES PERSONAS EL MARTES DESPUÉS DE QUE CIENTOS DE MANIFESTANTES MARCHARAN HACIA EL AYUNTAMIENTO.", "Spanish"),
        ("اعتقلت الشرطة ثلاثة أشخاص يوم الثلاثاء بعد أن سار مئات المتظاهرين إلى مبنى البلدية وسط المدينة.", "Arabic"),
        ("Полиция задержала троих", "Russian"),
        ("полиция " * 50, ""),
        ("Polisi waliwakamata watu watatu siku ya Jumanne baada ya mamia ya waandamanaji kuandamana hadi ukumbi wa mji.", "Swahili"),
    ],
)
def test_other_languages_are_named(text: str, name: str) -> None:
    """The message says which language it is, and that nothing was read."""
    with pytest.raises(LanguageError, match=f"{name}.*nothing was read"):
        require_english(text)


def test_foreign_after_an_english_heading() -> None:
    """An English line on top of a long foreign text does not carry it through."""
    foreign = "La policía detuvo a tres personas el martes después de que cientos de manifestantes marcharan hacia el ayuntamiento de la ciudad. "

    with pytest.raises(LanguageError, match="Spanish"):
        require_english("Published online by our own correspondent\n\n" + foreign * 40)


@pytest.mark.parametrize("text", ["Clashes in Hama.", "Toll: 12", "Protesta en Cusco", "12 — 14", "…"])
def test_too_short_to_tell_is_accepted(text: str) -> None:
    """A headline alone tells too little to be refused."""
    assert require_english(text) is None


def test_cost_does_not_grow_with_the_text() -> None:
    """A book is told from three pieces: no slower than a few pages."""
    book = (ENGLISH + "\n") * 2000
    require_english(ENGLISH)

    started = time.perf_counter()
    require_english(book)

    assert time.perf_counter() - started < 0.1
