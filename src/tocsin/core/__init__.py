"""The nouns of Tocsin: spans, documents, values, mentions, claims. No I/O and no knowledge of any language."""
