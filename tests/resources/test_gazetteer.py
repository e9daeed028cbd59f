"""The gazetteer file: look-ups, ids, damage."""

import pickle
from pathlib import Path

import pytest

from tocsin.core.values import PlaceKind
from tocsin.errors import ResourceError
from tocsin.resources.gazetteer import Gazetteer, fold


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


@pytest.mark.parametrize(
    ("written", "folded"),
    [("Alma-Ata", "alma ata"), ("Kraków", "krakow"), ("Sana’a", "sanaa"), ("St. Louis", "saint louis"), ("U.S.", "us"), ("İzmir", "izmir")],
)
def test_fold(written: str, folded: str) -> None:
    """Case, diacritics, hyphens and apostrophes make no difference."""
    assert fold(written) == folded


def test_lookup_ignores_spelling(gazetteer: Gazetteer) -> None:
    """One place, however it is spelled."""
    keys = [{named.row.key for named in gazetteer.lookup(name)} for name in ("Alma-Ata", "ALMA ATA", "Alma‑Ata")]
    assert keys[0] == keys[1] == keys[2] != set()


def test_id_goes_round(gazetteer: Gazetteer) -> None:
    """What a claim calls a place leads back to it, for GeoNames' places and our own."""
    for name in ("Darfur", "Almaty", "Tahrir Square"):
        row = gazetteer.lookup(name)[0].row
        assert gazetteer.by_id(row.id) == row
    assert gazetteer.by_id("tocsin:nowhere") is None
    assert gazetteer.by_id("geonames:x") is None


def test_country_by_code(gazetteer: Gazetteer) -> None:
    """ISO codes lead to countries."""
    country = gazetteer.country("KZ")
    assert country is not None
    assert (country.name, country.kind) == ("Kazakhstan", PlaceKind.COUNTRY)
    assert gazetteer.country("XX") is None


def test_place_names_its_units(gazetteer: Gazetteer) -> None:
    """A place comes with the names of the units it lies in."""
    [austin] = [named.row for named in gazetteer.lookup("Austin") if named.row.population > 500_000]
    place = gazetteer.place(austin)
    assert (place.admin1, place.admin2, place.country) == ("Texas", "Travis County", "US")


def test_dated_names_say_when(gazetteer: Gazetteer) -> None:
    """Nur-Sultan was official from 2019 to 2022."""
    [named] = gazetteer.lookup("Nur-Sultan")
    assert (named.row.name, named.valid_from, named.valid_to) == ("Astana", "2019-03-23", "2022-09-17")


def test_verify_accepts_the_shipped_file(gazetteer: Gazetteer) -> None:
    """The installed file is the one its hash was published for."""
    assert len(gazetteer.verify()) == 64


def test_damage_is_told(tmp_path: Path) -> None:
    """A missing or damaged file is a ResourceError with what to do."""
    with pytest.raises(ResourceError, match="pip install"):
        Gazetteer(tmp_path / "gazetteer.db")
    (tmp_path / "gazetteer.db").write_bytes(b"not a database, but long enough to be read as one" * 100)
    with pytest.raises(ResourceError, match="reinstall"):
        Gazetteer(tmp_path / "gazetteer.db").lookup("Almaty")


def test_survives_pickling(gazetteer: Gazetteer) -> None:
    """A copy in another process opens the file anew."""
    copy = pickle.loads(pickle.dumps(gazetteer))  # noqa: S301 - made in this line
    assert copy.lookup("Almaty") == gazetteer.lookup("Almaty")


def test_curated_rows_are_enough(gazetteer: Gazetteer) -> None:
    """Our own places are there in number."""
    assert int(gazetteer.about()["own"]) >= 300
