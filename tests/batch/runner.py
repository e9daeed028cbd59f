"""A run in a process of its own, to be killed: python -m tests.batch.runner INPUT FOLDER."""

import sys

from tests.batch.archives import Slow
from tocsin.batch.manifest import Settings
from tocsin.batch.running import run

PIECE = 4_000

if __name__ == "__main__":
    run([sys.argv[1]], sys.argv[2], Settings(), workers=2, prepare=Slow, piece=PIECE)
