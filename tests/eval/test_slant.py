"""The triples of eval/slant.yaml are well formed, and a reader that believes one side is seen."""

import datetime as dt
from pathlib import Path

from eval import slant
from eval.benchmark import Case, Task
from eval.score import PRF
from tests.eval.built import Building, Stub
from tocsin.core.claims import MEASURES, Extraction, Role
from tocsin.core.document import Document
from tocsin.core.scales import Factuality
from tocsin.core.values import Count
from tocsin.resources.codebook import shipped_codebook

CLASH = slant.Triple(
    id="clash",
    published=dt.date(2024, 5, 14),
    types=frozenset({"clash"}),
    figures={"injured": "12..12"},
    government="Twelve were injured in clashes.",
    opposition="Twelve were injured in clashes.",
    agency="Twelve were injured in clashes.",
)


class Believer(Stub):
    """Reads the clash and the twelve in every paper but the opposition's, where it reads what it is told to."""

    def __init__(self, *, opposed: int = 12, factuality: Factuality = Factuality.CT_PLUS) -> None:
        super().__init__()
        self.opposed = opposed
        self.factuality = factuality

    def extract(self, document: Document) -> Extraction:
        opposition = document.report.publisher == "The opposition"
        injured = self.opposed if opposition else 12
        made = Building(document.text, document.report)
        made.event("clashes", "clash", factuality=self.factuality if opposition else Factuality.CT_PLUS)
        return made.count("clashes", Role.INJURED, "Twelve", Count(low=injured, high=injured)).extraction


def _scores(system: Stub) -> dict[str, PRF]:
    cases: list[Case] = list(slant.run(Task(Path(), system), CLASH))
    totals: dict[str, PRF] = {}
    for case in cases:
        assert isinstance(case.score, PRF)
        totals[case.metric] = totals.get(case.metric, PRF()) + case.score
    return totals


def test_there_are_thirty_triples_of_known_types_and_measures() -> None:
    triples = slant.triples()
    assert len({triple.id for triple in triples}) == len(triples) >= 30
    measures, codes = {role.value for role in MEASURES}, {row.code for row in shipped_codebook()}
    for triple in triples:
        assert set(triple.figures) <= measures, triple.id
        assert triple.types <= codes - slant.OUTCOMES, triple.id
        assert len({triple.government, triple.opposition, triple.agency}) == 3, triple.id


def test_a_reader_that_takes_no_side_is_right_everywhere() -> None:
    assert {name: score.value for name, score in _scores(Believer()).items()} == dict.fromkeys(
        [
            *[f"{kind}, {paper}" for kind in ("types", "figures") for paper in slant.PAPERS],
            *[f"{kind} alike" for kind in ("types", "figures", "findings")],
        ],
        1.0,
    )


def test_another_figure_for_one_side_is_seen_in_figures_and_findings() -> None:
    scores = _scores(Believer(opposed=90))
    assert scores["figures, opposition"].value == 0
    assert scores["figures, agency"].value == 1
    assert scores["types alike"].value == 1
    assert scores["figures alike"] == scores["findings alike"] == PRF(1, 3, 3)


def test_another_factuality_is_the_paper_s_own_but_a_denied_act_is_not_told() -> None:
    assert _scores(Believer(factuality=Factuality.PS_PLUS))["types alike"].value == 1
    assert _scores(Believer(factuality=Factuality.CT_MINUS))["types, opposition"].value == 0
