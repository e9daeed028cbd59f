"""Place names: found in text, and settled with the rest of the report."""

import datetime as dt

import pytest

from tests.lexicon_examples import examples
from tests.marked import parse
from tocsin.core.document import Document, Report, Segmented
from tocsin.core.hints import Hint, Hints
from tocsin.core.mentions import MentionKind
from tocsin.core.spans import Span
from tocsin.core.values import Place, PlaceKind, Reason, Unresolved
from tocsin.find.facilities import FacilityFinder
from tocsin.find.places import PlaceFinder, Resolution, event_place
from tocsin.resources.gazetteer import Gazetteer
from tocsin.resources.lexicons import shipped_lexicons
from tocsin.text.segment import segment


@pytest.fixture(scope="module")
def finder() -> PlaceFinder:
    return PlaceFinder(shipped_lexicons(), Gazetteer())


@pytest.fixture(scope="module")
def facilities() -> FacilityFinder:
    return FacilityFinder(shipped_lexicons())


def read(text: str, published: dt.date | None = None, url: str | None = None) -> Segmented:
    return segment(Document.freeze(text, Report(published=published, url=url)))


def resolved(finder: PlaceFinder, text: str, published: dt.date | None = None) -> dict[str, Resolution]:
    """What each place name of `text` stands for, by its words."""
    segmented = read(text, published)
    return {r.mention.head.quote(text): r for r in finder.resolve(segmented, finder.find(segmented))}


def place(resolution: Resolution) -> Place:
    assert isinstance(resolution.value, Place), resolution
    return resolution.value


HARD = [
    ("Protests in Qazaqstan spread.", "Qazaqstan", "Kazakhstan", "KZ"),
    ("Fires burned in Alma-Ata overnight.", "Alma-Ata", "Almaty", "KZ"),
    ("A curfew began in Nur-Sultan.", "Nur-Sultan", "Astana", "KZ"),
    ("A state of emergency holds in Mangistau region of Kazakhstan.", "Mangistau", "Mangystau", "KZ"),
    ("Monks marched in Rangoon.", "Rangoon", "Yangon", "MM"),
    ("Soldiers in Burma fired.", "Burma", "Myanmar", "MM"),
    ("Crowds filled Mong Kok in Hong Kong.", "Mong Kok", "Mong Kok", "HK"),
    ("Riots hit Bombay in 1992.", "Bombay", "Mumbai", "IN"),
    ("The siege of Saigon ended.", "Saigon", "Ho Chi Minh City", "VN"),
    ("Rebels in Zaire advanced.", "Zaire", "Democratic Republic of the Congo", "CD"),
    ("Workers in El Alto, Bolivia, struck.", "El Alto", "El Alto", "BO"),
    ("Villages in Darfur burned.", "Darfur", "Darfur", "SD"),
    ("Shelling in Donbas went on.", "Donbas", "Donbas", "UA"),
    ("Fighting in Nagorno-Karabakh stopped.", "Nagorno-Karabakh", "Nagorno-Karabakh", "AZ"),
    ("Hunger grew in Tigray, Ethiopia.", "Tigray", "Tigrai", "ET"),
    ("Jets struck the Gaza Strip.", "Gaza Strip", "Gaza Strip", "PS"),
    ("Settlers in the West Bank marched.", "West Bank", "West Bank", "PS"),
    ("Police raided houses in Jenin.", "Jenin", "Jenin", "PS"),
    ("Gunmen attacked Deir ez-Zor.", "Deir ez-Zor", "Deir ez-Zor", "SY"),
    ("Barrel bombs fell on Aleppo, Syria.", "Aleppo", "Aleppo", "SY"),
    ("Clashes in Raqqa killed two.", "Raqqa", "Ar Raqqah", "SY"),
    ("A strike hit Fallujah in Iraq.", "Fallujah", "Al Fallūjah", "IQ"),
    ("Protesters died in Nasiriyah, Iraq.", "Nasiriyah", "Nasiriyah", "IQ"),
    ("The port of Hodeidah in Yemen was closed.", "Hodeidah", "Al Ḩudaydah", "YE"),
    ("A blast in Sana'a hurt ten.", "Sana'a", "Sanaa", "YE"),
    ("Militia left Misrata, Libya.", "Misrata", "Misratah", "LY"),
    ("The army took Benghazi.", "Benghazi", "Benghazi", "LY"),
    ("Fighting in El Fasher, Sudan, went on.", "El Fasher", "El Fasher", "SD"),
    ("Thousands marched in Omdurman.", "Omdurman", "Omdurman", "SD"),
    ("A bomb exploded in Mogadishu.", "Mogadishu", "Mogadishu", "SO"),
    ("Mobs attacked shops in Kano, Nigeria.", "Kano", "Kano", "NG"),
    ("Herders raided Plateau state in Nigeria.", "Plateau", "Plateau", "NG"),
    ("Troops entered Kidal in Mali.", "Kidal", "Kidal", "ML"),
    ("Students marched in Kiev.", "Kiev", "Kyiv", "UA"),
    ("Shells hit Kharkov, Ukraine.", "Kharkov", "Kharkiv", "UA"),
    ("Strikers met in Leningrad.", "Leningrad", "Saint Petersburg", "RU"),
    ("Gunmen seized a school in Beslan, Russia.", "Beslan", "Beslan", "RU"),
    ("Clashes broke out in Tbilisi, Georgia.", "Tbilisi", "Tbilisi", "GE"),
    ("Students rallied in Calcutta.", "Calcutta", "Kolkata", "IN"),
    ("Garment workers marched in Dhaka.", "Dhaka", "Dhaka", "BD"),
    ("Police fired in Srinagar, Kashmir.", "Srinagar", "Srinagar", "IN"),
    ("A bomb went off in Peshawar.", "Peshawar", "Peshawar", "PK"),
    ("Islamabad saw protests in Pakistan.", "Islamabad", "Islamabad", "PK"),
    ("Taliban took Kunduz.", "Kunduz", "Kunduz", "AF"),
    ("Riots in Urumqi, China, killed many.", "Urumqi", "Ürümqi", "CN"),
    ("Rallies in Bangkok ended.", "Bangkok", "Bangkok", "TH"),
    ("Thousands marched in Harare.", "Harare", "Harare", "ZW"),
    ("A mine in Rustenburg, South Africa, closed.", "Rustenburg", "Rustenburg", "ZA"),
    ("Protests in Swaziland were banned.", "Swaziland", "Eswatini", "SZ"),
    ("A fight in La Paz, Bolivia, left two dead.", "La Paz", "La Paz", "BO"),
    ("Guerrillas attacked Usulutan, El Salvador.", "Usulutan", "Usulután", "SV"),
    ("Sendero bombed a bank in Ayacucho, Peru.", "Ayacucho", "Ayacucho", "PE"),
    ("A gang burned homes in Cite Soleil, Haiti.", "Cite Soleil", "Cité Soleil", "HT"),
]


@pytest.mark.parametrize(("text", "words", "name", "country"), HARD)
def test_hard_names(finder: PlaceFinder, text: str, words: str, name: str, country: str) -> None:
    """Old, local and otherwise hard names resolve to today's place."""
    found = resolved(finder, text)
    assert words in found
    assert place(found[words]).name == name
    assert place(found[words]).country == country


def test_country_named_outweighs_population(finder: PlaceFinder) -> None:
    """Tripoli is in Lebanon where the report is about Lebanon, else in Libya."""
    assert place(resolved(finder, "Lebanon's army sent troops to Beirut. Shots were fired in Tripoli.")["Tripoli"]).country == "LB"
    assert place(resolved(finder, "Shots were fired in Tripoli. Libya closed its airports.")["Tripoli"]).country == "LY"


def test_the_trained_reader_makes_no_place_of_a_common_noun(finder: PlaceFinder) -> None:
    """A place it alone proposes is a name: "on the coastal road" is not Road in Somerset."""
    text = "Police fired tear gas on the coastal road near Ribe Karu."
    segmented = segment(Document.freeze(text, Report()))
    spans = [Span(text.index(words), text.index(words) + len(words)) for words in ("coastal road", "Ribe Karu")]
    hints = Hints(hints=tuple(Hint(span, "ner", "Location", 0.9) for span in spans))
    assert [mention.span for mention in finder.find(segmented, hints)] == spans[1:]


def test_region_prefers_first_level_unit(finder: PlaceFinder) -> None:
    """The words "X region" ask for the unit, the bare name for the city."""
    assert place(resolved(finder, "Fighting went on in Idlib governorate, Syria.")["Idlib"]).kind is PlaceKind.ADMIN1
    assert place(resolved(finder, "Fighting went on in the city of Idlib, Syria.")["Idlib"]).kind is PlaceKind.SETTLEMENT


def test_state_abbreviation(finder: PlaceFinder) -> None:
    """What stands before ", Ala." lies in Alabama."""
    found = resolved(finder, "A man was shot in Birmingham, Ala., on Friday.")
    assert place(found["Birmingham"]).admin1 == "Alabama"


def test_dated_name_wins_in_its_time(finder: PlaceFinder) -> None:
    """A name official on the day of the report says so among its reasons."""
    then = resolved(finder, "Protests reached Nur-Sultan.", dt.date(2022, 1, 5))["Nur-Sultan"]
    now = resolved(finder, "Protests reached Nur-Sultan.", dt.date(2024, 1, 5))["Nur-Sultan"]
    assert place(then).name == place(now).name == "Astana"


def test_part_of_a_place_is_noted(finder: PlaceFinder) -> None:
    """The words "southern Mali" stay Mali, with the part beside it."""
    [only] = resolved(finder, "Attacks went on in southern Mali.").values()
    assert (place(only).name, only.part) == ("Mali", "southern")


def test_reasons_name_the_choice(finder: PlaceFinder) -> None:
    """Each candidate comes with its score and sentences."""
    found = resolved(finder, "Police in Georgia opened fire. The crowd in Tbilisi fled.")["Georgia"]
    assert place(found).country == "GE"
    assert found.candidates[0].reasons
    assert [c.score for c in found.candidates] == sorted([c.score for c in found.candidates], reverse=True)


def test_unknown_name_is_unresolved(finder: PlaceFinder) -> None:
    """A place the gazetteer does not know is kept, unresolved, when the reader is sure of it."""
    text = "Clashes were reported in Qwertovka."
    start = text.index("Qwertovka")
    hints = Hints(hints=(Hint(Span(start, start + 9), "ner", "Location", 0.9),))
    segmented = read(text)
    [resolution] = finder.resolve(segmented, finder.find(segmented, hints))
    assert resolution.value == Unresolved(reason=Reason.UNKNOWN)


NOT_PLACES = [
    "Michael Jordan left the hall.",
    "President Jordan left the hall.",
    "The Bank of Alexandria closed.",
    "Iraqi and Kenyan officials met.",
    "March was quiet.",
    "Police fired into the air.",
    "Ana Sofia Medina was arrested on Monday.",
]


@pytest.mark.parametrize("text", NOT_PLACES)
def test_names_of_others_are_no_places(finder: PlaceFinder, text: str) -> None:
    """Persons, bodies, demonyms and months are not places."""
    assert finder.find(read(text)) == ()


def test_surname_stays_a_person(finder: PlaceFinder) -> None:
    """Once "Laura Medina" was named, "Medina" alone is she."""
    assert finder.find(read("Lawyer Laura Medina spoke. Medina said the charges were false.")) == ()


def test_headline_in_title_case(finder: PlaceFinder) -> None:
    """Little words with a capital beside a name do not make it another name."""
    [mention] = finder.find(read("Coordinated Chaos In Kazakhstan"))
    assert (mention.span.start, mention.span.end) == (21, 31)


def test_capitals(finder: PlaceFinder) -> None:
    """Text in capitals is read too, and its everyday words are not taken for places."""
    text = "GUERRILLAS ATTACKED AN ARMY POST IN CHALATENANGO, EL SALVADOR. THE POLICE WENT TO SEE THE GARDEN. A BOMB EXPLODED IN SAN SALVADOR TODAY."
    segmented = read(text)
    assert [m.head.quote(text) for m in finder.find(segmented)] == ["CHALATENANGO", "EL SALVADOR", "SAN SALVADOR"]


def test_known_square_is_a_facility(finder: PlaceFinder) -> None:
    """A named square is found, as a facility."""
    [square, city] = finder.find(read("Thousands filled Tahrir Square in Cairo."))
    assert (square.kind, city.kind) == (MentionKind.FACILITY, MentionKind.PLACE)


def test_person_hint_outweighs(finder: PlaceFinder) -> None:
    """What the reader is sure is a person is no place."""
    text = "Supporters of Kano marched."
    segmented = read(text)
    assert finder.find(segmented, Hints(hints=(Hint(Span(14, 18), "ner", "Person", 0.95),))) == ()


EVENT_PLACES = [
    ("Gunmen killed two men in Kano after talks in Abuja.", "killed", "Kano"),
    ("In Baghdad, a bomb killed three, officials said in London.", "killed", "Baghdad"),
    ("Syria's army shelled the town of Madaya.", "shelled", "Madaya"),
    ("Israeli jets bombed Rafah, Gaza Strip.", "bombed", "Rafah"),
    ("Protesters from Homs clashed with police in Damascus.", "clashed", "Damascus"),
]


@pytest.mark.parametrize(("text", "verb", "place_words"), EVENT_PLACES)
def test_event_place(finder: PlaceFinder, text: str, verb: str, place_words: str) -> None:
    """An event belongs to the place its words tie it to."""
    segmented = read(text)
    heads = [m.head for m in finder.find(segmented)]
    start = text.index(verb)
    choice = event_place(segmented.sentences[0], Span(start, start + len(verb)), heads)
    assert choice is not None
    assert heads[choice].quote(text) == place_words


def test_no_place_no_choice() -> None:
    """Without a place there is none to choose."""
    assert event_place(read("They fled.").sentences[0], Span(5, 9), []) is None


@pytest.mark.parametrize(("entry", "marked"), [*examples("place_kinds"), *examples("place_abbreviations"), *examples("place_cues")])
def test_lexicon_examples(finder: PlaceFinder, entry: dict[str, object], marked: str) -> None:
    """Each example's places are found, of the kind it says, and what it marks as no place is not."""
    text, marks = parse(marked)
    segmented = read(text)
    found = {r.mention.head.quote(text): r for r in finder.resolve(segmented, finder.find(segmented))}
    for mark in marks:
        words = text[mark.start : mark.end]
        assert (words in found) == (mark.name == "place"), (entry, found.keys())
        if "kind" in mark.attributes:
            assert place(found[words]).kind.value == mark.attributes["kind"]


@pytest.mark.parametrize(("entry", "marked"), list(examples("facilities")))
def test_facility_examples(facilities: FacilityFinder, entry: dict[str, object], marked: str) -> None:
    """Each example's facilities are found exactly, with their kind."""
    text, marks = parse(marked)
    [sentence] = read(text).sentences
    found = facilities.find(sentence)
    assert [(m.span.start, m.span.end) for m in found] == [(mark.start, mark.end) for mark in marks], entry
    assert [facilities.kind(sentence, m) for m in found] == [mark.attributes["kind"] for mark in marks]


@pytest.mark.parametrize(("entry", "text"), list(examples("facilities", "counter")))
def test_facility_counter_examples(facilities: FacilityFinder, entry: dict[str, object], text: str) -> None:
    """What only looks like a facility is not one."""
    [sentence] = read(text).sentences
    assert facilities.find(sentence) == (), entry
