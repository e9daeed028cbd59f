"""Write `docs/reference/commands.md` and `docs/reference/python.md` from the code.

python -m resources.reference_pages            write both
python -m resources.reference_pages --check    fail when one of them is not what the code says
"""

import argparse
import enum
import importlib
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click
import msgspec
import typer.main
from typer.cli import get_docs_for_click

from tocsin.cli import app

FOLDER = Path(__file__).parent.parent / "docs" / "reference"
COMMANDS = FOLDER / "commands.md"
PYTHON = FOLDER / "python.md"
MODULES = (
    "tocsin.pipeline",
    "tocsin.core.document",
    "tocsin.core.spans",
    "tocsin.core.claims",
    "tocsin.core.values",
    "tocsin.core.scales",
    "tocsin.core.events",
    "tocsin.core.reviews",
    "tocsin.intake.reports",
    "tocsin.store.store",
    "tocsin.reconcile.reconciling",
    "tocsin.reconcile.rules",
    "tocsin.export.dataset",
    "tocsin.export.exports",
)
"""What other programs may build on."""

WRITTEN = "This page is written by `python -m resources.reference_pages` from the code."


def commands() -> str:
    """The page of the command line."""
    command = typer.main.get_command(app)
    page = get_docs_for_click(obj=command, ctx=click.Context(command, info_name="tocsin"), name="tocsin", title="Commands")
    return page.replace("# Commands\n", f"# Commands\n\n{WRITTEN}\n", 1).replace("```console", "```text").rstrip() + "\n"


def python() -> str:
    """The page of the modules that programs may build on."""
    parts = [f"# Python\n\n{WRITTEN} What is not on it may change without notice.\n"]
    for name in MODULES:
        module = importlib.import_module(name)
        parts.append(f"## `{name}`\n\n{_told(module)}\n")
        parts += [_entry(entry, thing) for entry, thing in _public(module)]
    return "\n".join(parts)


def _public(module: ModuleType) -> Iterator[tuple[str, object]]:
    for name, thing in vars(module).items():
        if not name.startswith("_") and (inspect.isclass(thing) or inspect.isfunction(thing)) and thing.__module__ == module.__name__:
            yield name, thing


def _entry(name: str, thing: object) -> str:
    lines = [f"### `{name}`", ""]
    if inspect.isclass(thing) and issubclass(thing, enum.Enum):
        return "\n".join([*lines, _told(thing), "", ", ".join(f"`{one.value}`" for one in thing), ""])
    if inspect.isclass(thing) and issubclass(thing, msgspec.Struct):
        fields = [f"    {field.name}: {_typed(thing, field.name)}{_default(field)}" for field in msgspec.structs.fields(thing)]
        return "\n".join([*lines, _told(thing), "", "```text", f"{name}(", *fields, ")", "```", "", *_methods(thing)])
    if inspect.isclass(thing):
        return "\n".join([*lines, _told(thing), "", *_methods(thing)])
    return "\n".join([*lines, f"`{name}{_signature(thing)}`", "", _told(thing), ""])


def _methods(owner: type) -> list[str]:
    found = []
    for name, thing in vars(owner).items():
        if name.startswith("_"):
            continue
        if isinstance(thing, property):
            found.append(f"- `{name}`: {_told(thing.fget)}")
        elif isinstance(thing, classmethod | staticmethod):
            found.append(f"- `{owner.__name__}.{name}{_signature(thing.__func__)}`: {_told(thing.__func__)}")
        elif inspect.isfunction(thing):
            found.append(f"- `{name}{_signature(thing)}`: {_told(thing)}")
    return [*(line.replace("\n\n", " ").replace("\n", " ") for line in found), ""] if found else []


def _told(thing: object) -> str:
    return (inspect.getdoc(thing) or "").replace("``", "`") if thing is not None else ""


def _signature(thing: object) -> str:
    assert callable(thing)
    written = str(inspect.signature(thing)).replace("'", "").replace("(self, ", "(").replace("(self)", "()").replace("(cls, ", "(")
    return _short(written)


def _typed(owner: type, field: str) -> str:
    kind = next(base.__annotations__[field] for base in owner.__mro__ if field in getattr(base, "__annotations__", {}))
    return _short(kind if isinstance(kind, str) else inspect.formatannotation(kind))


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.default is not msgspec.NODEFAULT:
        return f" = {field.default.name if isinstance(field.default, enum.Enum) else repr(field.default)}"
    return " = ..." if field.default_factory is not msgspec.NODEFAULT else ""


def _short(written: str) -> str:
    """Types without the modules they stand in, and defaults without addresses of memory."""
    return re.sub(r"<([\w.]+)[^>]*>", r"\1", re.sub(r"\b(?:[a-z_]+\.)+(?=[A-Z])", "", written))


def main(arguments: list[str] | None = None) -> int:
    """Parse the command line; write or compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where a page is out of date")
    check = parser.parse_args(arguments).check
    stale = [page for page, made in ((COMMANDS, commands()), (PYTHON, python())) if not page.exists() or page.read_text(encoding="utf-8") != made]
    if not check:
        FOLDER.mkdir(exist_ok=True)
        COMMANDS.write_text(commands(), encoding="utf-8")
        PYTHON.write_text(python(), encoding="utf-8")
    for page in stale:
        print(f"{page.relative_to(FOLDER.parent.parent)}: {'out of date' if check else 'written'}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
