"""From bytes to a frozen document: the only place where text is cleaned.

`read_items` walks over what the user gives (files, folders, standard input, URLs) and yields one `Item` per report, or an `IntakeFailure` that
says what could not be read; `make_document` turns an item into the frozen document. Nothing is held back and nothing is half-read.
"""

from tocsin.intake.article import make_document
from tocsin.intake.items import IntakeFailure, Item
from tocsin.intake.reports import read_items, read_named

__all__ = ["IntakeFailure", "Item", "make_document", "read_items", "read_named"]
