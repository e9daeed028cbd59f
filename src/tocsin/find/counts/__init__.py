"""Figures: number phrases about people and things affected, their bounds, groups, measures and subsets (READING.md 1-5)."""

from tocsin.find.counts.finder import CountFinder, Figure
from tocsin.find.counts.measured import MeasureWord

__all__ = ["CountFinder", "Figure", "MeasureWord"]
