"""The same facts worded by a government paper, an opposition paper and an agency (eval/slant.yaml, written by us): the record must come out the same.

- "types" and "figures": what each paper's report gives against the facts that all three tell. Types are those of acts told as facts of the day: what
  is denied, planned, background or opinion is left out, and so are the types that only name an outcome (killing, death, injury): whether police kill
  four or a clash leaves four dead is a paper's wording, and the figure holds it. Figures count by measure and bounds.
- "alike": each two papers of a triple against each other, whether right or not. A reader that follows the words of one side fails here.
- "findings": low, best and high of every measure after each report is reconciled on its own.
"""

import datetime as dt
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec
import yaml

from eval import score
from eval.benchmark import Benchmark, Case, Metric, Split, Task
from eval.grouping import reconciled
from tocsin.core.claims import MEASURES, Extraction, Role
from tocsin.core.document import Document, Report
from tocsin.core.scales import Factuality, Modality
from tocsin.core.values import Count, EventType

TRIPLES = Path(__file__).with_name("slant.yaml")
PAPERS = ("government", "opposition", "agency")
NEGATED = (Factuality.CT_MINUS, Factuality.PR_MINUS, Factuality.PS_MINUS)
OUTCOMES = frozenset({"killing", "death", "injury"})
Record = dict[str, set[str]]
"""What one report gives: types, figures and findings, each in short words."""


class Triple(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The facts, and the three wordings. A figure is written low..high, an open end left out."""

    id: str
    published: dt.date
    types: frozenset[str]
    figures: dict[str, str]
    government: str
    opposition: str
    agency: str


def triples() -> list[Triple]:
    """All of them."""
    return msgspec.convert(yaml.safe_load(TRIPLES.read_text(encoding="utf-8")), list[Triple])


def load(_task: Task) -> list[Any]:
    """The triples; they lie beside the code."""
    return triples()


def run(task: Task, triple: Triple) -> Iterator[Case]:
    """One triple."""
    told = {paper: record(task, triple, paper) for paper in PAPERS}
    facts = {"types": set(triple.types), "figures": {f"{measure} {bounds}" for measure, bounds in triple.figures.items()}}
    for kind, expected in facts.items():
        for paper in PAPERS:
            found = told[paper][kind]
            missed, wrong = ([f"{paper}: {one}" for one in sorted(some)] for some in (expected - found, found - expected))
            yield Case(f"{kind}, {paper}", triple.id, score.exact(found, expected), tuple(missed), tuple(wrong))
    for kind in ("types", "figures", "findings"):
        for one, other in combinations(PAPERS, 2):
            left, right = told[one][kind], told[other][kind]
            apart = tuple(sorted([f"{one}: {name}" for name in left - right] + [f"{other}: {name}" for name in right - left]))
            yield Case(f"{kind} alike", triple.id, score.exact(left, right), (), apart)


def record(task: Task, triple: Triple, paper: str) -> Record:
    """What the report of one paper gives."""
    document = Document.freeze(getattr(triple, paper), Report(publisher=f"The {paper}", published=triple.published))
    extraction = task.system.extract(document)
    claims = [claim for claim in extraction.claims if not claim.background and not claim.opinion and claim.modality is Modality.ACTUAL]
    figures = {(claim.role, claim.value) for claim in claims if claim.role in MEASURES and isinstance(claim.value, Count)}
    types = {
        claim.value.code for claim in claims if claim.factuality not in NEGATED and isinstance(claim.value, EventType) and claim.role is Role.TYPE
    }
    return {
        "types": types - OUTCOMES,
        "figures": {f"{role.value} {bounds(value.low, value.high)}" for role, value in figures},
        "findings": findings(extraction),
    }


def findings(extraction: Extraction) -> set[str]:
    """Low, best and high of each measure of each event."""
    found = set()
    for event in reconciled([extraction]):
        found |= {f"{one.role.value} {one.low}/{one.best}/{one.high}" for one in event.findings if one.role in MEASURES}
    return found


def bounds(low: int | None, high: int | None) -> str:
    """As the file writes them."""
    return f"{'' if low is None else low}..{'' if high is None else high}"


def inputs(_split: Split) -> tuple[str, ...]:
    """Our triples."""
    return (str(TRIPLES),)


BENCHMARK = Benchmark(
    name="slant",
    about="the same facts worded by three sides",
    metrics=(
        *[Metric(f"{kind}, {paper}", floor=False) for kind in ("types", "figures") for paper in PAPERS],
        *[Metric(f"{kind} alike", about="each two papers against each other") for kind in ("types", "figures", "findings")],
    ),
    inputs=inputs,
    load=load,
    score=run,
)
