"""A PostgreSQL server of one's own, in a temporary folder, reached by a socket in it; and databases on it, made from one another."""

import os
import pwd
import re
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path
from typing import Any

USER = "tocsin"
_NOBODY_LIKE_ROOT = "postgres"
"""Who runs the server where the tests are root's: PostgreSQL refuses root."""
_QUICK = "fsync=off synchronous_commit=off full_page_writes=off max_connections=150 shared_buffers=32MB".split()


class NoServerError(Exception):
    """There is no PostgreSQL here; the message says what is missing."""


class Server:
    """A running server. Raises NoServerError when there can be none."""

    def __init__(self) -> None:
        self._binaries = _binaries()
        self._as = _unprivileged()
        self.folder = Path(tempfile.mkdtemp(prefix="tocsin-pg-"))
        self._numbers = count()
        if self._as is not None:
            shutil.chown(self.folder, self._as)
        # the alphabet of a language, where the server knows one: the store must not depend on it
        icu = ["--locale-provider=icu", "--icu-locale=en-US"] if "--icu-locale" in self._run("initdb", "--help") else []
        self._run("initdb", "-D", str(self._data), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", *icu)
        settings = " ".join([f"-c {one}" for one in (*_QUICK, "listen_addresses=", f"unix_socket_directories={self.folder}")])
        self._run("pg_ctl", "-D", str(self._data), "-l", str(self.folder / "log"), "-w", "-o", settings, "start")

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def stop(self) -> None:
        """Stop it and forget all of it."""
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "stop")
        shutil.rmtree(self.folder)

    def database(self, like: str | None = None, *options: str) -> str:
        """The URL of a new database, blank or like the one with a URL; nobody may have that one open."""
        name = f"t{next(self._numbers)}"
        template = [f"TEMPLATE {_name(like)}"] if like is not None else []
        self.sql(self.url("postgres"), " ".join([f"CREATE DATABASE {name}", *template, *options]))
        return self.url(name)

    def url(self, name: str, user: str = USER) -> str:
        """The URL of a database."""
        return f"postgresql://{user}@/{name}?host={self.folder}"

    def drop(self, url: str) -> None:
        """Forget a database, whoever has it open."""
        self.sql(self.url("postgres"), f"DROP DATABASE IF EXISTS {_name(url)} WITH (FORCE)")

    def sql(self, url: str, *statements: str) -> list[tuple[Any, ...]]:
        """What the last of these statements answers, each on its own, sent without Tocsin. Raises psycopg.Error."""
        import psycopg

        with psycopg.connect(url, autocommit=True) as connection:
            for one in statements:
                cursor = connection.execute(one.encode())
            return cursor.fetchall() if cursor.description is not None else []

    def _run(self, binary: str, *arguments: str) -> str:
        command = [str(self._binaries / binary), *arguments]
        if self._as is not None:
            command = ["setpriv", f"--reuid={self._as}", f"--regid={self._as}", "--clear-groups", *command]
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        # the server keeps what it was given as its output open: a file, where a pipe would never end
        with tempfile.TemporaryFile() as output:
            run = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, check=False, env=environment, cwd="/", timeout=120)
            output.seek(0)
            told = output.read().decode()
        assert run.returncode == 0, f"{binary}: {told}"
        return told


def _name(url: str) -> str:
    found = re.search(r"@/(\w+)\?", url)
    assert found is not None
    return found[1]


def _binaries() -> Path:
    """The folder of the newest server's programs."""
    on_path = shutil.which("initdb")
    if on_path is not None:
        return Path(on_path).resolve().parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise NoServerError("PostgreSQL's initdb is neither on the path nor under /usr/lib/postgresql; install the server (apt: postgresql)")
    return found[-1].parent


def _unprivileged() -> str | None:
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(_NOBODY_LIKE_ROOT)
    except KeyError:
        raise NoServerError(f"PostgreSQL does not run as root, and there is no user {_NOBODY_LIKE_ROOT}") from None
    if shutil.which("setpriv") is None:
        raise NoServerError("PostgreSQL does not run as root, and there is no setpriv to run it as another user")
    return _NOBODY_LIKE_ROOT
