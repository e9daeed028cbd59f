"""How surely a trigger is said to have happened. See `finder` for where to begin."""

from tocsin.find.factuality.finder import FactualityFinder

__all__ = ["FactualityFinder"]
