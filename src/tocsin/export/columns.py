"""Parquet, through pyarrow: an extra, since it weighs more than all of Tocsin (`pip install tocsin[parquet]`)."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from tocsin.errors import ExportError


def write_parquet(path: Path, fields: Mapping[str, str], rows: Sequence[Mapping[str, object]], metadata: Mapping[str, bytes] | None = None) -> Path:
    """Write rows under `fields` (name -> pyarrow's name of the type, "strings" for a list of them). Raises ExportError without pyarrow."""
    arrow, parquet = _library("pyarrow"), _library("pyarrow.parquet")
    schema = arrow.schema([(name, arrow.list_(arrow.string()) if kind == "strings" else getattr(arrow, kind)()) for name, kind in fields.items()])
    table = arrow.Table.from_pylist([dict(row) for row in rows], schema=schema.with_metadata(dict(metadata) if metadata else None))
    parquet.write_table(table, path)
    return path


def _library(name: str) -> Any:  # noqa: ANN401 - pyarrow has no types
    try:
        return import_module(name)
    except ImportError as error:
        raise ExportError("Parquet needs pyarrow, which is not installed; run: pip install 'tocsin[parquet]'") from error
