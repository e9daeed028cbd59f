"""Sets that come as tokens only are written as running text again; spans of tokens become spans of characters."""

from collections.abc import Sequence

_TIGHT_BEFORE = frozenset(".,;:!?)]}%’”") | {"'s", "’s", "n't", "n’t", "'re", "'ve", "'ll", "'d", "'m", "''"}
_TIGHT_AFTER = frozenset("([{$“‘") | {"``"}


def lay_out(tokens: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """The text, as near to print as tokens tell, and each token's span in it (the same rules as training/corpora.py)."""
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0
    for i, token in enumerate(tokens):
        if i and token not in _TIGHT_BEFORE and tokens[i - 1] not in _TIGHT_AFTER:
            pieces.append(" ")
            at += 1
        pieces.append(token)
        spans.append((at, at + len(token)))
        at += len(token)
    return "".join(pieces), spans
