"""A process that stores reports and says so, one line each, as soon as `add` has returned: python writer.py STORE NAME FIRST LAST."""

import sys

from tests.store.extractions import extraction, raw_of
from tocsin.store import open_store


def main() -> None:
    """Store reports FIRST to LAST - 1 of NAME."""
    path, name, first, last = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    with open_store(path) as store:
        sys.stdout.write("open\n")
        sys.stdout.flush()
        for number in range(first, last):
            one = extraction(f"Police said at least {number + 100} people were hurt in {name} on Tuesday.", low=number + 100)
            store.add(one, raw_of(one), "reader-1")
            sys.stdout.write(f"{one.document.id}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
