"""Which documents hold some words: an FTS5 table on SQLite, which a trigger fills; on PostgreSQL a table of vectors, which `index` fills.

Both fold words alike: no capitals, no accents, nothing but letters and digits. PostgreSQL's own parser is not asked, since what it takes for a letter
depends on how the server was set up.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Dialect, Select, Text, bindparam, column, false, select, table
from sqlalchemy import text as sql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Float, NullType, TypeDecorator

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 500
"""Characters of a word: what is longer is none (PostgreSQL takes up to 2046 bytes)."""
_ROOM = 1_000_000
"""Bytes of a vector (PostgreSQL takes 1,048,575). Words beyond it are not found: it takes a report as long as a book."""
_PLACES = 256
"""Places of one word that a vector keeps."""

documents_text = table("documents_text", column("rowid"), column("words", Text))


def index(connection: Connection, number: int, title: str | None, text: str) -> None:
    """Let a document's words be found, where the database does not see to it itself."""
    if connection.dialect.name == "postgresql":
        row = {"number": number, "words": _vector(f"{title or ''}\n{text}")}
        connection.execute(sql("INSERT INTO documents_text (rowid, words) VALUES (:number, CAST(:words AS tsvector))"), row)


def matching(words: str) -> Select[Any]:
    """The numbers of the documents that hold all of `words`, in text or title; of none when there is no word among them."""
    return select(documents_text.c.rowid).where(_holds(words))


def best_first(words: str) -> Select[Any]:
    """The same, the documents that tell most of them first."""
    return matching(words).order_by(_Rank(bindparam(None, words, _Query)), documents_text.c.rowid)


def _holds(words: str) -> ColumnElement[Any]:
    return _Holds(bindparam(None, words, _Query)) if next(_folded(words), None) is not None else false()


class _Query(TypeDecorator[str]):
    """Words as each database asks for them: those that stand together in the question stand together in the document ("tear-gas")."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str:
        """Words on their way in."""
        phrases = {word: found for word in (value or "").replace("\0", " ").split() if (found := list(_folded(word)))}
        if dialect.name == "postgresql":
            return " & ".join([f"({' <-> '.join(phrase)})" for phrase in phrases.values()])
        return " ".join(['"' + word.replace('"', '""') + '"' for word in phrases])


class _Holds(FunctionElement[Any]):
    type = NullType()  # a Boolean would be compared with 1 on SQLite, where MATCH allows nothing around it
    inherit_cache = True


class _Rank(FunctionElement[float]):
    type = Float()
    inherit_cache = True


@compiles(_Holds, "sqlite")
def _holds_on_sqlite(element: _Holds, compiler: SQLCompiler, **more: object) -> str:
    return f"documents_text MATCH {compiler.process(element.clauses, **more)}"


@compiles(_Holds, "postgresql")
def _holds_on_postgresql(element: _Holds, compiler: SQLCompiler, **more: object) -> str:
    return f"documents_text.words @@ CAST({compiler.process(element.clauses, **more)} AS tsquery)"


@compiles(_Rank, "sqlite")
def _rank_on_sqlite(_element: _Rank, _compiler: SQLCompiler, **_more: object) -> str:
    return "documents_text.rank"


@compiles(_Rank, "postgresql")
def _rank_on_postgresql(element: _Rank, compiler: SQLCompiler, **more: object) -> str:
    return f"-ts_rank(documents_text.words, CAST({compiler.process(element.clauses, **more)} AS tsquery))"


def _folded(text: str) -> Iterator[str]:
    plain = "".join([c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c)])
    for found in _WORD.finditer(plain):
        if len(found[0]) <= _LONGEST:
            yield found[0]


def _vector(text: str) -> str:
    """The words and where they stand, as PostgreSQL writes a tsvector."""
    places: dict[str, list[str]] = {}
    room = _ROOM
    for place, word in enumerate(_folded(text), start=1):
        known = places.setdefault(word, [])
        room -= 2 if known else len(word.encode()) + 8
        if room < 0:
            del places[word]
            break
        if len(known) < _PLACES:
            known.append(str(place))
    return " ".join([f"'{word}':{','.join(at)}" for word, at in places.items()])
