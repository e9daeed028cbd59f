"""The table, on the screen and in docs/benchmarks.md."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.table import Table

from eval.figures import Figure
from eval.gate import Floors, Verdict

_HEADERS = ("benchmark", "metric", "right", "answers", "gold", "P", "R", "", "value", "floor", "published")
_STYLES = {"below": "bold red", "other data": "yellow", "new": "cyan", "holds": "green"}


def table(figures: Sequence[Figure], floors: Floors, config: str, verdicts: Sequence[Verdict]) -> Table:
    """All figures, coloured by what the gate says; ungated ones are dim."""
    states = {verdict.name: verdict.state for verdict in verdicts}
    grid = Table(title=f"Tocsin on the development data ({config})", header_style="bold", pad_edge=False)
    for header in _HEADERS:
        right = header not in ("benchmark", "metric", "", "published")
        grid.add_column(header, justify="right" if right else "left", no_wrap=header != "published")
    last = ""
    for figure in figures:
        if last and last != figure.benchmark:
            grid.add_section()
        row = _row(figure, floors, config)
        style = _STYLES.get(states.get(figure.name, ""), "dim")
        grid.add_row(row[0] if figure.benchmark != last else "", *row[1:8], f"[{style}]{row[8]}[/]", *row[9:])
        last = figure.benchmark
    return grid


def _row(figure: Figure, floors: Floors, config: str) -> tuple[str, ...]:
    floor = floors.floors.get(config, {}).get(figure.name)
    shown = "" if floor is None else f"{floor:.3f}" if figure.measure in ("MAE", "r") else f"{100 * floor:.1f}"
    about = f"{figure.metric.name} ({figure.metric.about})" if figure.metric.about else figure.metric.name
    return figure.benchmark, about, *figure.counts, figure.measure, figure.shown, shown, figure.metric.published


def markdown(figures: Sequence[Figure], not_run: Mapping[str, str]) -> str:
    """The table of docs/benchmarks.md."""
    lines = ["| benchmark | metric | right | answers | gold | P | R | | value | published |", "|---|---|--:|--:|--:|--:|--:|---|--:|---|"]
    for figure in figures:
        row = _row(figure, Floors(), "")
        lines.append("| " + " | ".join((*row[:8], f"**{row[8]}**" if figure.metric.floor else row[8], row[10])) + " |")
    lines += [f"| {name} | not run: {why} | | | | | | | | |" for name, why in not_run.items()]
    return "\n".join(lines)


def write_block(path: Path, name: str, text: str) -> None:
    """Put `text` between the markers ``<!-- figures NAME -->`` and ``<!-- /figures NAME -->`` of a page. Raises ValueError without them."""
    page = path.read_text(encoding="utf-8")
    opening, closing = f"<!-- figures {name} -->", f"<!-- /figures {name} -->"
    pattern = re.compile(re.escape(opening) + r".*?" + re.escape(closing), re.DOTALL)
    if not pattern.search(page):
        raise ValueError(f"{path.name} has no markers {opening} ... {closing}")
    path.write_text(pattern.sub(f"{opening}\n{text}\n{closing}".replace("\\", "\\\\"), page), encoding="utf-8")
