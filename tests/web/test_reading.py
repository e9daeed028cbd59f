"""The process that reads: what a report takes too long for, or breaks, is given up, and the next is read."""

import multiprocessing
import os
import threading
import time
from functools import partial

import pytest
from starlette.testclient import TestClient

from tocsin.core.claims import Extraction
from tocsin.core.document import Document
from tocsin.errors import LimitError, ResourceError, UnreadableError
from tocsin.intake import Item
from tocsin.pipeline import Reader, load_reader
from tocsin.store import Store
from tocsin.store.intakes import State
from tocsin.web.app import create_app
from tocsin.web.reading import Failed, Read, ReadingProcess
from tocsin.web.workspace import Workspace

TOLD = "Police shot dead four protesters in Blantyre on Saturday, a hospital doctor said."


class Moody(Reader):
    """Reads by rules, and does what some words ask of it."""

    def extract(self, document: Document) -> Extraction:
        """All claims, unless the text tells to do otherwise."""
        if "for ever" in document.text:
            while True:
                pass
        if "breaks off" in document.text:
            os._exit(3)
        if "a mistake" in document.text:
            raise ZeroDivisionError("oh")
        if "fills up" in document.text:
            list(range(10**11))
        return super().extract(document)


def moody() -> Reader:
    return Moody(load_reader(model=False)._resources)


def missing() -> Reader:
    raise ResourceError("the gazetteer is not what its hash says")


@pytest.fixture(autouse=True)
def _read_here() -> None:
    """Here it is the process itself that reads."""


def told(words: str) -> Item:
    return Item(place="a.txt", raw=f"{TOLD} It {words}.".encode(), media_type="text/plain")


def test_each_report_has_its_answer() -> None:
    """Whatever a report does to the reader, the next one is read."""
    process = ReadingProcess(moody, seconds=3)
    try:
        first = process.read(told("ended"))
        assert isinstance(first, Read)
        assert {claim.quote for claim in first.extraction.claims} >= {"four protesters", "Blantyre"}
        with pytest.raises(LimitError, match=r"more than 3 seconds.*split it"):
            process.read(told("goes on for ever"))
        with pytest.raises(LimitError, match=r"exit code 3.*plain text"):
            process.read(told("breaks off"))
        with pytest.raises(LimitError, match=r"MB of memory"):
            process.read(told("fills up"))
        with pytest.raises(UnreadableError):
            process.read(Item(place="a.txt", raw=b" ", media_type="text/plain"))
        assert process.read(told("was a mistake")) == Failed(message="ZeroDivisionError: oh")
        assert process.read(told("ended")) == first
    finally:
        process.stop()


def test_it_does_not_outlive_the_server() -> None:
    """Stopping ends a report in the middle, at once."""
    process = ReadingProcess(moody, seconds=600)
    process.read(told("ended"))
    stopping = threading.Timer(0.5, process.stop)
    stopping.start()
    with pytest.raises(LimitError):
        process.read(told("goes on for ever"))
    stopping.join()
    assert not [child for child in multiprocessing.active_children() if child.name.startswith("SpawnProcess")]


def test_nothing_is_read_without_the_reader() -> None:
    """What is missing is named; the reports wait."""
    with pytest.raises(ResourceError, match="gazetteer"):
        ReadingProcess(missing).read(told("ended"))
    with pytest.raises(ResourceError, match="tocsin doctor"):
        ReadingProcess(partial(os._exit, 1)).read(told("ended"))


def test_a_slow_report_is_listed_and_the_work_goes_on(story: Store) -> None:
    """It stands among what failed with the reason and what to do, and can be tried again; a server that stops leaves it waiting."""
    workspace = Workspace(story, "story.db", team=False, model=False)
    workspace.reading = ReadingProcess(moody, seconds=3)
    app = create_app(workspace)
    client = TestClient(app, base_url="http://127.0.0.1")
    story.intakes.add([told("goes on for ever"), told("ended")], by="local")

    app.state.intake.turn()

    assert story.intakes.tally() == {State.WAITING: 0, State.DONE: 1, State.KNOWN: 0, State.FAILED: 1}
    page = client.get("/add?show=failed").text
    assert "more than 3 seconds to read; split it into its reports" in page
    assert "/add/again" in page

    workspace.reading = ReadingProcess(moody, seconds=600)
    story.intakes.again(None, by="local")
    app.state.intake.start()
    until = time.monotonic() + 60
    while app.state.intake.progress().now is None and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(3)
    app.state.intake.stop()
    assert story.intakes.tally()[State.WAITING] == 1
