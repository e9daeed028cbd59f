"""Who says what. See `finder` for where to begin."""

from tocsin.find.attribution.chains import Chains
from tocsin.find.attribution.finder import AttributionFinder

__all__ = ["AttributionFinder", "Chains"]
