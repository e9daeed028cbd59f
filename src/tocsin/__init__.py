"""Tocsin: news reports of unrest, read into claims that can be audited. Importing it loads no model and no gazetteer."""

__version__ = "0.1.0"
