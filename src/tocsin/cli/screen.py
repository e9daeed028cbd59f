"""Where results are printed: for people as wide as their window, for files and pagers as wide as a table needs."""

import sys

from rich.console import Console

_WIDTH = 150
"""Columns when the output is not a terminal: a pager scrolls."""


class Screen(Console):
    """Standard output. Whoever closes it early (head, less) is the command's business: rich would end the process with 1."""

    def __init__(self) -> None:
        super().__init__(width=None if sys.stdout.isatty() else _WIDTH, highlight=False)

    def on_broken_pipe(self) -> None:
        """Pass it on."""
        raise BrokenPipeError
