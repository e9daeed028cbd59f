"""Who has many addresses has no more tries."""

import datetime as dt

from tocsin.web.attempts import Attempts

NOW = dt.datetime(2024, 5, 14, tzinfo=dt.UTC)


def test_one_network_is_one_address() -> None:
    """A home has 2**64 addresses of IPv6; another home has its own tries."""
    attempts = Attempts()

    waits = [attempts.begin(f"name {i}", f"2001:db8::{i:x}", NOW) for i in range(25)]

    assert waits[0] == dt.timedelta()
    assert waits[-1] > dt.timedelta()
    assert attempts.begin("somebody", "2001:db8:0:1::1", NOW) == dt.timedelta()
