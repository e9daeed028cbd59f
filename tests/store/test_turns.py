"""Turns: who waits longest writes next, and nobody waits for ever."""

import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from tocsin.errors import StoreError
from tocsin.store import open_store
from tocsin.store.turns import Turns


def test_first_come_first_served() -> None:
    """Everybody gets a turn, in the order in which they began to wait, and only one has it."""
    turns, order = Turns(), []
    assert turns.take(1.0)

    def wait(number: int) -> None:
        assert turns.take(10.0)
        order.append(number)
        turns.end()

    waiting = [threading.Thread(target=wait, args=(number,)) for number in range(12)]
    for number, thread in enumerate(waiting):
        thread.start()
        while len(turns._waiting) <= number:
            time.sleep(0.001)
    assert order == []
    turns.end()
    for thread in waiting:
        thread.join()
    assert order == list(range(12))
    assert turns.take(0.0)


def test_who_gave_up_is_not_waited_for() -> None:
    """The turn goes to the next one."""
    turns, came = Turns(), []
    assert turns.take(1.0)
    assert not turns.take(0.01)
    second = threading.Thread(target=lambda: came.append(turns.take(10.0)))
    second.start()
    turns.end()
    second.join()
    assert came == [True]


def test_a_write_that_fails_ends_its_turn(tmp_path: Path) -> None:
    """The next one is not kept waiting; and a turn that does not come is told in words."""
    with open_store(str(tmp_path / "a.db"), wait_seconds=0.2) as store:
        with pytest.raises(StoreError), store.writing() as connection:
            connection.execute(text("SELECT nonsense FROM nowhere"))
        told = []

        def write() -> None:
            with pytest.raises(StoreError, match="another process is writing; try again") as raised, store.writing():
                pass
            told.append(raised)

        with store.writing():
            other = threading.Thread(target=write)
            other.start()
            other.join()
        assert len(told) == 1
        with store.writing() as connection:
            connection.execute(text("SELECT 1"))
