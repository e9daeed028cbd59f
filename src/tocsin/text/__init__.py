"""Sentences, tokens, quotations, and the adapter to the trained reader."""
