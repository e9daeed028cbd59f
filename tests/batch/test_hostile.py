"""What archives hold that should not be in them: nothing of it stops a run, and each is accounted for."""

import gzip
import json
import random
import tracemalloc
import zlib
from pathlib import Path

import pytest

from tests.batch.archives import Plain, Touchy, packed, page, record, stories, story
from tests.batch.test_partitions import read
from tocsin.batch.cascade import Cascade, Meter
from tocsin.batch.limits import OutOfTime, time_limit
from tocsin.batch.manifest import Settings
from tocsin.batch.outcomes import Outcome, Quarantined, Skipped
from tocsin.batch.parts import parts, read_rows
from tocsin.batch.relevance import Gate
from tocsin.batch.running import run
from tocsin.core.claims import Extraction
from tocsin.intake.items import Item
from tocsin.pipeline import Reader
from tocsin.resources.lexicons import shipped_lexicons

GIGABYTE = 1_000_000_000


def decide(raw: bytes, media_type: str = "text/html") -> Outcome:
    """What becomes of a page."""
    cascade = Cascade(Plain(Settings()), Gate(shipped_lexicons()).passes, Meter())
    return cascade.decide(Item(place="p", raw=raw, media_type=media_type))


def codes(found: list[object]) -> list[str]:
    return [one.code if isinstance(one, Quarantined) else "page" if isinstance(one, Item) else "skipped" for one in found]


def test_a_truncated_archive(tmp_path: Path) -> None:
    """The record that is cut off is in quarantine; the ones before it are read."""
    whole = packed(stories(5))
    (tmp_path / "a.warc.gz").write_bytes(whole[:-20])
    (tmp_path / "b.warc").write_bytes(b"".join(stories(5))[:-40])

    assert codes([given.found for given in read(tmp_path, 10**9)]) == (["page"] * 4 + ["damaged"]) * 2


def test_a_corrupt_member(tmp_path: Path) -> None:
    """It is in quarantine, once; the members before and after it are read, wherever the archive is cut."""
    members = [gzip.compress(one, mtime=0) for one in stories(6)]
    broken = bytearray(members[2])
    broken[len(broken) // 2 : len(broken) // 2 + 8] = b"\xff" * 8
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join([*members[:2], bytes(broken), *members[3:]]))

    assert codes([given.found for given in read(path, 10**9)]) == ["page", "page", "damaged", "page", "page", "page"]
    assert read(path, 500) == read(path, 10**9)


@pytest.mark.parametrize("seed", range(8))
def test_bytes_changed_at_random(tmp_path: Path, seed: int) -> None:
    """Whatever is broken, reading ends, the addresses are all different, and most of the records are there."""
    dice = random.Random(seed)
    raw = bytearray(packed(stories(30)) if seed % 2 else b"".join(stories(30)))
    for _ in range(5):
        raw[dice.randrange(len(raw))] = dice.randrange(256)
    (tmp_path / ("a.warc.gz" if seed % 2 else "a.warc")).write_bytes(raw)
    found = read(tmp_path, 10**9)

    assert len({given.address for given in found}) == len(found)
    assert codes([given.found for given in found]).count("page") >= 20


def test_junk_between_records(tmp_path: Path) -> None:
    """It is one piece of damage, and the record after it is read."""
    one, other = stories(2)
    (tmp_path / "a.warc.gz").write_bytes(packed([one]) + b"junk\x1f\x8b\x08junk" * 50 + packed([other]))
    (tmp_path / "b.warc").write_bytes(one + b"<p>WARC/1.0 is a format</p>\n" * 50 + other)

    assert codes([given.found for given in read(tmp_path, 10**9)]) == ["page", "damaged", "page"] * 2


def test_a_record_of_a_gigabyte(tmp_path: Path) -> None:
    """Packed to a megabyte, it is refused by its size without being held; what stands after it is read."""
    empty = record(b"").removesuffix(b"\r\n\r\n")
    length = int(empty.split(b"Content-Length: ")[1].split(b"\r\n")[0])
    head = empty.replace(b"Content-Length: %d" % length, b"Content-Length: %d" % (length + GIGABYTE))
    packer = zlib.compressobj(1, wbits=31)
    with (tmp_path / "a.warc.gz").open("wb") as file:
        file.write(packed(stories(1)))
        file.write(packer.compress(head))
        block = bytes(10_000_000)
        for _ in range(GIGABYTE // len(block)):
            file.write(packer.compress(block))
        file.write(packer.compress(b"\r\n\r\n") + packer.flush())
        file.write(packed(stories(1)))
    tracemalloc.start()
    found = [given.found for given in read(tmp_path, 10**9)]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert codes(found) == ["page", "too-large", "page"]
    assert peak < 200_000_000


def test_a_plain_file_of_a_gigabyte(tmp_path: Path) -> None:
    """A sparse one: refused by its size."""
    with (tmp_path / "a.html").open("wb") as file:
        file.truncate(GIGABYTE)

    assert codes([given.found for given in read(tmp_path, 10**9)]) == ["too-large"]


def test_long_lines(tmp_path: Path) -> None:
    """A line of 10 MB is read; one of 25 MB is refused by its size; the one after it is read."""
    with (tmp_path / "a.jsonl").open("w", encoding="utf-8") as file:
        for length in (10_000_000, 25_000_000, 100):
            file.write(json.dumps({"text": story(12) + " a" * (length // 2)}) + "\n")

    assert codes([given.found for given in read(tmp_path, 10**9)]) == ["page", "too-large", "page"]
    assert codes([given.found for given in read(tmp_path, 1_000_000)]) == ["page", "too-large", "page"]


def test_a_truncated_gzip_of_lines(tmp_path: Path) -> None:
    """Its lines are read as far as they go; the damage is one record."""
    lines = b"".join([json.dumps({"text": story(i + 10)}).encode() + b"\n" for i in range(2_000)])
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines)[:-400])
    found = codes([given.found for given in read(tmp_path, 10**9)])

    assert found[-1] == "damaged"
    assert found.count("page") == len(found) - 1 > 100


def test_200000_nested_tags() -> None:
    """Passed over before any parser that would run out of stack sees them."""
    deep = b"<html><body>" + b"<div>" * 200_000 + story(12).encode() + b"</div>" * 200_000

    assert decide(deep) == Skipped(step="quick text", reason="nested too deep")
    assert isinstance(decide(page(story(12)).replace(b"<footer>", b"<p>" * 5_000 + b"<footer>")), Extraction)


def test_invalid_utf8() -> None:
    """A page that says it is UTF-8 and is not is read all the same, or passed over; never an error."""
    bad = page(story(12)).replace(b"market", b"m\xe9rk\xff\xfet\xc3\x28 \xa0\xa1")

    assert isinstance(decide(bad, "text/html; charset=utf-8"), Extraction)
    assert isinstance(decide(b"\xff\xfe\xfd" * 2_000), Skipped | Quarantined)


def test_pages_of_random_bytes() -> None:
    """None raises."""
    dice = random.Random(3)
    for size in (0, 1, 10, 1_000, 100_000):
        assert isinstance(decide(b"<html><body><p>" + dice.randbytes(size)), Skipped | Quarantined | Extraction)


def test_a_regex_heavy_text(rules: Reader) -> None:
    """Marks, digits and blanks without end cost the reader no more than the time one record has: it is coded, or stopped in time."""
    for piece in ("12,", "((", "'\"“", "1.", "said said ", "- ", "\u00a0 ", "A. B. "):
        text = story(12) + " " + piece * 5_000
        try:
            with time_limit(5):
                Cascade(rules, lambda _text: True, Meter()).decide(Item(place="p", raw=b"x", media_type="application/json", text=text))
        except OutOfTime:
            continue


def test_all_of_it_in_one_run(tmp_path: Path) -> None:
    """Every file of it at once: the run ends, and each record is coded, skipped or in quarantine; the sums say how many."""
    inputs = tmp_path / "in"
    inputs.mkdir()
    whole = packed(stories(4))
    (inputs / "truncated.warc.gz").write_bytes(whole[:-20])
    broken = bytearray(whole)
    within = 3 * len(whole) // 8  # the second member of four
    broken[within : within + 8] = b"\xff" * 8
    (inputs / "corrupt.warc.gz").write_bytes(bytes(broken))
    large = page(story(12)).replace(b"<footer>", b" " * 25_000_000 + b"<footer>")
    deep = b"<html><body>" + b"<div>" * 200_000 + story(12).encode()
    bad = page(story(12)).replace(b"market", b"m\xe9rk\xff\xfet")
    (inputs / "pages.warc.gz").write_bytes(packed([record(large), record(deep), record(bad), record(b""), *stories(1)]))
    with (inputs / "lines.jsonl").open("wb") as file:
        for length in (5_000_000, 12_500_000, 0):
            file.write(json.dumps({"text": story(12) + " a" * length}).encode() + b"\n")
        file.write(b'{"text": \n\xff\xfe\n' + json.dumps({"text": f"{story(12)} FAILS"}).encode() + b"\n")
    metrics = run([str(inputs)], tmp_path / "out", Settings(), workers=2, prepare=Touchy)

    sums = metrics.sums
    assert sums.read == sums.coded + sum(sums.skipped.values()) + sum(sums.quarantined.values()) == 4 + 4 + 5 + 6
    assert sums.coded == 3 + 3 + 2 + 2
    assert sums.skipped == {"quick text: nested too deep": 1, "record: empty": 1}
    assert sums.quarantined == {"broken-line": 2, "damaged": 2, "error": 1, "too-large": 2}


def test_records_that_harm_their_worker(tmp_path: Path) -> None:
    """Loops, hangs in C, eats memory, kills the process, fails: each is in quarantine with its reason, all others are coded, the sums hold."""
    texts = [story(i + 10) for i in range(30)]
    for at, word in ((3, "LOOPS"), (9, "HANGS"), (14, "EATS"), (20, "DIES"), (27, "FAILS")):
        texts[at] += f" {word}"
    (tmp_path / "in.jsonl").write_text("".join([json.dumps({"text": text}) + "\n" for text in texts]), encoding="utf-8")
    settings = Settings(seconds=1.5, megabytes=1_000)
    metrics = run([str(tmp_path / "in.jsonl")], tmp_path / "out", settings, workers=2, prepare=Touchy, piece=1_500)

    assert metrics.sums.whole
    assert (metrics.sums.read, metrics.sums.coded) == (30, 25)
    assert metrics.sums.quarantined == {"error": 1, "killed": 1, "memory": 1, "time": 2}
    rows = [row for path in parts(tmp_path / "out").values() for row in read_rows(path, "quarantined")]
    assert all([row["head"] and row["message"] and row["size"] for row in rows])
