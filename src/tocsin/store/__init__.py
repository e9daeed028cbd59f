"""Where claims are kept: append-only."""
