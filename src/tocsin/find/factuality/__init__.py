"""How surely a trigger is said to have happened. See `finder` for where to begin."""

from tocsin.find.factuality.finder import FactualityFinder
from tocsin.find.factuality.scale import StanceScale

__all__ = ["FactualityFinder", "StanceScale"]
