"""Which documents may train, which measure, and which must never be touched. The only place where this is decided.

A split is "train", "dev" or "held" (kept for acceptance: never read for training or for choosing anything).
"""

from eval.benchmark import residue


def newswire(file_name: str) -> str:
    """newswire/ner, by the file's whole name: residue 0 of 10 is held, 1 is dev."""
    return {0: "held", 1: "dev"}.get(residue(file_name, 10), "train")


def labels(text_id: str) -> str:
    """data/labels, by id such as "L000": residue 0 of 5 is dev."""
    return "dev" if residue(text_id, 5) == 0 else "train"


def m2e2(document: str) -> str:
    """M2E2, by document (the sentence id without its last number): residue 0 of 5 is dev."""
    return "dev" if residue(document, 5) == 0 else "train"
