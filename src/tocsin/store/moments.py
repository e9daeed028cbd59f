"""The last decision counts, by its moment: while the clock is behind the one before, another would count for nothing, so it is refused."""

import datetime as dt

from tocsin.errors import StoreError

_APART = dt.timedelta(minutes=1)
"""Clocks of two machines that write into one database differ by less."""


def refuse_behind(last: dt.datetime | None) -> None:
    """Raise StoreError when the last decision about something lies in the future: the clock was set back."""
    now = dt.datetime.now(dt.UTC)
    if last is not None and last - now > _APART:
        raise StoreError(
            f"the clock says {now:%Y-%m-%d %H:%M} (UTC), before the last decision about this ({last:%Y-%m-%d %H:%M}); "
            "set this machine's clock, then decide again; nothing is stored"
        )
