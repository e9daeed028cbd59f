"""The gate: floors that only go up by themselves (STYLE: trafilatura's evaluation gate).

eval/floors.json holds, per configuration ("model", "no-model"), a floor under every gated figure; per benchmark the sha256 of its gold and inputs, so
that a floor is never compared with other data; and an epsilon with its reason. `update` raises floors and pins new ones, and never lowers one;
`update` with a reason does, and writes the reason into the file.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from eval.figures import Figure

EPSILON = {
    "model": (0.002, "int8 kernels differ between processors: a few borderline spans flip (READER.md: quantising alone moves 0.1 to 0.7 points)"),
    "no-model": (0.0005, "rules are deterministic; this is the rounding of the floor itself"),
}
DIGITS = 4


@dataclass
class Floors:
    """The file. Floors and fingerprints are per configuration, keyed "benchmark/metric" and "benchmark"."""

    floors: dict[str, dict[str, float]] = field(default_factory=dict)
    fingerprints: dict[str, dict[str, str]] = field(default_factory=dict)
    epsilon: dict[str, dict[str, Any]] = field(default_factory=lambda: {k: {"value": v, "reason": why} for k, (v, why) in EPSILON.items()})
    lowered: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Verdict:
    """What the gate says about one figure: "holds", "below", "new" (no floor yet) or "other data" (the fingerprint is another one)."""

    name: str
    state: str
    sentence: str


def read(path: Path) -> Floors:
    """The floors of a file; an empty set where there is none yet."""
    return Floors(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else Floors()


def write(path: Path, floors: Floors) -> None:
    """Write the file, sorted, one value per line."""
    path.write_text(json.dumps(asdict(floors), indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


def worse(figure: Figure, floor: float, epsilon: float) -> bool:
    """Whether the figure is on the wrong side of its floor by more than epsilon (errors are better when lower)."""
    return figure.value > floor + epsilon if figure.falls else figure.value < floor - epsilon


def check(floors: Floors, config: str, figures: Sequence[Figure], prints: dict[str, str]) -> list[Verdict]:
    """One verdict per gated figure. `prints` are the fingerprints of the benchmarks that ran."""
    verdicts = []
    for figure in (figure for figure in figures if figure.metric.floor):
        floor = floors.floors.get(config, {}).get(figure.name)
        pinned = floors.fingerprints.get(config, {}).get(figure.benchmark)
        if floor is None:
            verdicts.append(Verdict(figure.name, "new", f"{figure.name} has no floor yet ({figure.value:.4f})"))
        elif pinned != prints.get(figure.benchmark):
            verdicts.append(Verdict(figure.name, "other data", f"{figure.name}: gold or inputs are not those the floor was pinned on; not compared"))
        elif worse(figure, floor, floors.epsilon[config]["value"]):
            verdicts.append(Verdict(figure.name, "below", f"{figure.name} is {figure.value:.4f}, its floor {floor:.4f}"))
        else:
            verdicts.append(Verdict(figure.name, "holds", f"{figure.name} {figure.value:.4f} holds its floor {floor:.4f}"))
    return verdicts


def update(floors: Floors, config: str, figures: Sequence[Figure], prints: dict[str, str], *, reason: str | None = None) -> list[str]:
    """Raise the floors to the figures; returns what was done, as sentences. Without a `reason` nothing is lowered.

    Where the gold or the inputs changed, floors that the figures still reach are re-pinned on the new data, others need a reason like any lowering.
    """
    said = []
    mine = floors.floors.setdefault(config, {})
    refused = set()
    for figure in (figure for figure in figures if figure.metric.floor):
        value, floor = round(figure.value, DIGITS), mine.get(figure.name)
        better = floor is None or (value < floor if figure.falls else value > floor)
        if better:
            said.append(f"{figure.name}: {'new floor' if floor is None else f'{floor:.4f} ->'} {value:.4f}")
            mine[figure.name] = value
        elif floor is not None and worse(figure, floor, floors.epsilon[config]["value"]):
            if reason is None:
                refused.add(figure.benchmark)
                said.append(f'refusing to lower {figure.name} {floor:.4f} -> {value:.4f}; --accept-lower "why" does')
            else:
                floors.lowered.append({"config": config, "name": figure.name, "from": floor, "to": value, "reason": reason})
                mine[figure.name] = value
                said.append(f"{figure.name} lowered {floor:.4f} -> {value:.4f}: {reason}")
    pinned = floors.fingerprints.setdefault(config, {})
    for benchmark, print_ in sorted(prints.items()):
        if pinned.get(benchmark) != print_ and benchmark not in refused:
            said.append(f"{benchmark}: pinned on this gold and these inputs ({print_[:12]})")
            pinned[benchmark] = print_
    return said
