"""The weights of rule, trained reader and words."""

from pathlib import Path

import pytest
import yaml

from training.stance import LEAST, Target, fit, write


def _targets(features: dict[str, float], gold: float, times: int) -> list[Target]:
    return [Target(features, gold) for _ in range(times)]


def test_what_is_met_often_is_worth_what_it_says() -> None:
    """A word after which readers are two steps less sure; one that is met too seldom has no weight, and the bias is not drawn towards 0."""
    found = fit(
        [*_targets({"word burn": 1.0}, 2.5, 2000), *_targets({"word burn": 1.0, "after to": 1.0}, 0.5, 2000), *_targets({"rare": 1.0}, -3, LEAST - 1)]
    )

    assert "rare" not in found
    assert found["after to"] == pytest.approx(-2.0, abs=0.1)
    assert found["bias"] + found["word burn"] == pytest.approx(2.5, abs=0.1)


def test_file(tmp_path: Path) -> None:
    """What is written is YAML with the fields of a row."""
    write(tmp_path / "weights.yaml", {"news": _targets({"word x": 1.0}, 1.0, 50)})

    [row] = yaml.safe_load((tmp_path / "weights.yaml").read_text(encoding="utf-8"))
    assert row["register"] == "news"
    assert row["weights"]["bias"] + row["weights"].get("word x", 0.0) == pytest.approx(1.0, abs=0.01)
