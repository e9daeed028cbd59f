"""Files that are not what they were: a store with flipped, overwritten or missing bytes, a gazetteer with one changed byte."""

import datetime as dt
import random
import shutil
from pathlib import Path

import pytest
import tocsin_gazetteer

from tests.faults.conftest import code, reconcile
from tocsin.errors import ExportError, ResourceError, StoreError
from tocsin.pipeline import Reader
from tocsin.resources.gazetteer import Gazetteer
from tocsin.store import open_store
from tocsin.store.dataset import dataset_of

WORDS = ("restore a copy", "choose another path", "run its check")


def _use(path: Path, reader: Reader) -> None:
    """Whatever people do with a store."""
    reconcile(str(path))
    with open_store(str(path), create=False) as kept:
        dataset_of(kept, str(path), dt.date(2024, 6, 1)).check()
        list(kept.search("police"))
        list(kept.problems())
        kept.audit.entries()
    code(reader, str(path))


def _advice(path: Path, reader: Reader) -> str | None:
    """What somebody who uses the store is told to do; None when all goes well."""
    try:
        _use(path, reader)
    except (StoreError, ExportError) as error:
        return next((words for words in WORDS if words in str(error)), str(error))
    return None


@pytest.mark.parametrize("turn", range(6))
def test_a_page_of_noise(turn: int, store: Path, rules: Reader) -> None:
    """Either it is not noticed, or a StoreError says what helps; never another error."""
    dice = random.Random(turn)
    data = bytearray(store.read_bytes())
    page = dice.randrange(1, len(data) // 4096)
    data[page * 4096 : page * 4096 + 4096] = dice.randbytes(4096)
    store.write_bytes(data)
    assert _advice(store, rules) in {None, *WORDS}


@pytest.mark.parametrize("turn", range(6))
def test_one_flipped_byte_in_a_record(turn: int, store: Path, rules: Reader) -> None:
    """The same for a byte in what is kept: in a claim, a report, an event."""
    dice = random.Random(turn)
    data = bytearray(store.read_bytes())
    places = [i for i in range(len(data) - 8) if bytes(data[i : i + 6]) in {b'"role"', b'"rule"', b'"value', b'"docum', b'"quote'}]
    data[dice.choice(places) + dice.randrange(12)] ^= 1 << dice.randrange(7)
    store.write_bytes(data)
    assert _advice(store, rules) in {None, *WORDS}


@pytest.mark.parametrize("size", [20, 100, 4096, 50_000])
def test_a_store_cut_off(size: int, store: Path, rules: Reader) -> None:
    """At any length it is told, not taken for a smaller store."""
    store.write_bytes(store.read_bytes()[:size])
    with pytest.raises(StoreError, match="|".join(WORDS)):
        _use(store, rules)


def test_a_gazetteer_with_one_flipped_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No place is looked up in it; the file is named, and what to run."""
    copy = shutil.copy(tocsin_gazetteer.database(), tmp_path / "gazetteer.db")
    with copy.open("r+b") as file:
        file.seek(copy.stat().st_size // 2)
        byte = file.read(1)[0]
        file.seek(-1, 1)
        file.write(bytes([byte ^ 4]))
    monkeypatch.setattr(tocsin_gazetteer, "database", lambda: copy)
    with pytest.raises(ResourceError) as caught:
        Gazetteer().lookup("Almaty")
    assert str(copy) in str(caught.value)
    assert "pip install --force-reinstall tocsin-gazetteer" in str(caught.value)
