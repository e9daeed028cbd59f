"""Floors only go up by themselves."""

from pathlib import Path

from eval import gate
from eval.benchmark import Metric
from eval.figures import Figure
from eval.score import PRF, Errors


def _f1(value: float, name: str = "all", *, floor: bool = True) -> Figure:
    return Figure("ner", Metric(name, floor=floor), "F1", value, PRF())


def _mae(value: float) -> Figure:
    return Figure("factuality", Metric("MAE"), "MAE", value, Errors())


def _pinned(*figures: Figure) -> gate.Floors:
    floors = gate.Floors()
    gate.update(floors, "model", figures, {"ner": "a", "factuality": "a"})
    return floors


def _states(floors: gate.Floors, *figures: Figure, data: str = "a", config: str = "model") -> list[str]:
    return [verdict.state for verdict in gate.check(floors, config, figures, {"ner": data, "factuality": data})]


def test_states() -> None:
    """Within epsilon a figure holds, beyond it is below; without a floor it is new; ungated figures are not judged."""
    floors = _pinned(_f1(0.8))
    assert _states(floors, _f1(0.8 - 0.0019), _f1(0.8 - 0.0021), _f1(0.9, "other"), _f1(0.1, floor=False)) == ["holds", "below", "new"]


def test_other_configuration_has_floors_of_its_own() -> None:
    """A floor of the model says nothing about the rules alone."""
    assert _states(_pinned(_f1(0.8)), _f1(0.1), config="no-model") == ["new"]


def test_errors_are_better_when_lower() -> None:
    """A mean error above its floor is below par."""
    floors = _pinned(_mae(0.5))
    assert _states(floors, _mae(0.4), _mae(0.6)) == ["holds", "below"]
    gate.update(floors, "model", [_mae(0.4)], {})
    assert floors.floors["model"]["factuality/MAE"] == 0.4


def test_floors_are_not_compared_on_other_data() -> None:
    """Another gold is another benchmark, neither held nor broken."""
    assert _states(_pinned(_f1(0.8)), _f1(0.1), data="b") == ["other data"]


def test_update_never_lowers() -> None:
    """The figure stays below until it is better or a reason is given; the new data are not pinned either."""
    floors = _pinned(_f1(0.8))
    said = gate.update(floors, "model", [_f1(0.7)], {"ner": "b"})
    assert floors.floors["model"]["ner/all"] == 0.8
    assert floors.fingerprints["model"]["ner"] == "a"
    assert any("refusing to lower ner/all" in sentence for sentence in said)


def test_update_does_not_creep_down_within_epsilon() -> None:
    """A figure a little below holds, but its floor stays where it was."""
    floors = _pinned(_f1(0.8))
    gate.update(floors, "model", [_f1(0.799)], {"ner": "a"}, reason="anything")
    assert floors.floors["model"]["ner/all"] == 0.8
    assert floors.lowered == []


def test_accepted_lowering_is_written_down() -> None:
    """The reason stands in the file, with what it was."""
    floors = _pinned(_f1(0.8))
    gate.update(floors, "model", [_f1(0.7)], {"ner": "b"}, reason="gold was corrected")
    assert floors.floors["model"]["ner/all"] == 0.7
    assert floors.fingerprints["model"]["ner"] == "b"
    assert floors.lowered == [{"config": "model", "name": "ner/all", "from": 0.8, "to": 0.7, "reason": "gold was corrected"}]


def test_file_round_trip(tmp_path: Path) -> None:
    """What is written is what is read; no file is no floors."""
    path = tmp_path / "floors.json"
    assert gate.read(path) == gate.Floors()
    floors = _pinned(_f1(0.8), _mae(0.5))
    gate.write(path, floors)
    assert gate.read(path) == floors
