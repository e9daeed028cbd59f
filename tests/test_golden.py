"""The example reports against their golden claims: what was once read right stays so (eval/golden)."""

import pytest

from eval.golden.__main__ import figures, verdicts
from tocsin.pipeline import load_reader


@pytest.mark.parametrize("config", ["no-model", pytest.param("model", marks=pytest.mark.model)])
def test_floors_hold(config: str) -> None:
    """No group and no aspect is read worse than it once was; `python -m eval.golden --update` raises the floors."""
    found = verdicts(config, figures(load_reader(model=config == "model")))

    assert [verdict.sentence for verdict in found if verdict.state != "holds"] == []
