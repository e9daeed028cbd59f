"""Dates: a grammar of our own (docs/adr/0013-dates-grammar.md), from words in the text to half-open intervals of days."""

from tocsin.find.dates.finder import AS_OF_RULES, DateFinder, carried

__all__ = ["AS_OF_RULES", "DateFinder", "carried"]
