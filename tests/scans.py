"""A scanned page: a PDF with lines on it and no words."""

from fpdf import FPDF


def scanned() -> bytes:
    """The file."""
    made = FPDF()
    made.add_page()
    made.rect(10, 10, 50, 50)
    return bytes(made.output())
