"""The lines of rule and trained reader."""

from pathlib import Path

import pytest
import yaml

from training.stance import DRAWN, LEAST, Target, line, lines, write


def _on(of: str, value: str, base: float, slope: float, times: int) -> list[Target]:
    return [(of, value, x, base + slope * x) for x in (-1.0, 0.0, 1.0, 2.0) for _ in range(times)]


def test_many_targets_make_their_own_line_and_none_keep_the_one_above() -> None:
    assert line(_on("plain", "CT+", 1.0, 0.5, 5000), (0.0, 0.0)) == pytest.approx((1.0, 0.5), abs=0.01)
    few = line(_on("plain", "CT+", 1.0, 0.5, 1)[:1], (2.0, 0.0))
    assert few[0] > 2 - 3 / DRAWN


def test_a_rule_met_often_has_a_line_of_its_own() -> None:
    """Rules met less often than LEAST share that of their value."""
    targets = _on("plain", "CT+", 1.0, 0.5, 100) + _on("factuality.will Uu", "Uu", 0.0, 0.2, LEAST) + _on("factuality.if Uu", "Uu", -1.0, 0.2, 2)
    assert [of for of, _ in lines(targets)] == ["Uu", "plain", "factuality.will Uu"]


def test_file(tmp_path: Path) -> None:
    """What is written is YAML with the fields of a line."""
    write(tmp_path / "lines.yaml", {"news": _on("plain", "CT+", 1.0, 0.5, 5000)})
    assert yaml.safe_load((tmp_path / "lines.yaml").read_text(encoding="utf-8")) == [{"register": "news", "of": "plain", "base": 1.0, "slope": 0.5}]
