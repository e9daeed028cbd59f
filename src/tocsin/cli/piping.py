"""Printing to a program that may stop reading."""

import os
import sys
from collections.abc import Callable


def piped(command: Callable[[], int]) -> int:
    """Run what prints a lot; when the reader of our output went away (head, less) nothing is wrong, and what is left goes nowhere."""
    try:
        code = command()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code
