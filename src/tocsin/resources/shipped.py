"""All the shipped resources together."""

import hashlib
from importlib.resources import files
from pathlib import Path

import msgspec

from tocsin.errors import ResourceError
from tocsin.resources.gazetteer import Gazetteer
from tocsin.resources.lexicons import Lexicons, shipped_lexicons


class Resources(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader is made of. `model` is the folder of the trained reader; None reads by rules alone."""

    lexicons: Lexicons
    gazetteer: Gazetteer
    model: Path | None
    model_sha256: str | None


def load_resources(*, model: bool = True) -> Resources:
    """The shipped resources. Raises ResourceError when one is missing."""
    folder = _model_folder() if model else None
    return Resources(
        lexicons=shipped_lexicons(),
        gazetteer=Gazetteer(),
        model=folder,
        model_sha256=hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest() if folder is not None else None,
    )


def _model_folder() -> Path:
    folder = Path(str(files("tocsin.data").joinpath("reader")))
    if not (folder / "manifest.json").is_file():
        raise ResourceError("the trained reader is missing from the installed package; reinstall tocsin, or read by rules alone with --no-model")
    return folder
