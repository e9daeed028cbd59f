"""Nothing is defined and never used."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = ("src", "eval", "training", "resources")
"""Tests are left out: what only a test uses is dead."""
OVERRIDDEN = frozenset({"on_broken_pipe", "load_dialect_impl", "process_bind_param", "process_result_value", "forward"})
"""Methods that rich, SQLAlchemy and PyTorch call."""


def test_every_name_is_used() -> None:
    """Of every function, class, method and constant; in a program, a template or a lexicon, unless a decorator hands it to a framework."""
    programs = [ast.parse(path.read_text(encoding="utf-8")) for path in _files(".py")]
    used = {name for program in programs for name in _used(program)}
    used |= {word for path in _files(".html", ".json") for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))}
    defined = {name for program in programs for name in _defined(program)}

    assert len(defined) > 2000
    assert sorted(defined - used - OVERRIDDEN) == []


def _files(*kinds: str) -> list[Path]:
    found = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*")) if path.suffix in kinds]
    return [path for path in found if not {"migrations", "vendor"} & set(path.parts)]


def _used(program: ast.AST) -> Iterator[str]:
    for node in ast.walk(program):
        match node:
            case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name) | ast.alias(name=name):
                yield name
            case ast.Constant(value=str(words)) if words.isidentifier():
                yield words


def _defined(program: ast.Module) -> Iterator[str]:
    for statement in program.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)) if not name.startswith("__"):
                yield name
    for node in ast.walk(program):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("__"):
            handed_over = any([isinstance(decorator, ast.Call) for decorator in node.decorator_list])
            if not handed_over:
                yield node.name
