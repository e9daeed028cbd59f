"""The folder of a run, on a disk or on S3. Either way a file, and a folder that is put into it, is there as a whole or not at all."""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

from tocsin.batch import objects
from tocsin.batch.objects import library
from tocsin.errors import BatchError
from tocsin.store.replacing import sync

_OFTEN = 10.0
"""Seconds between two writings of a file that grows: on S3 it is written as a whole."""


class Folder(Protocol):
    """What a run, and a part of it, is kept in."""

    @property
    def address(self) -> str:
        """Where it is."""
        ...

    def under(self, name: str) -> "Folder":
        """A folder in it."""
        ...

    def read(self, name: str) -> bytes:
        """A file's content. Raises OSError."""
        ...

    def source(self, name: str) -> Any:  # noqa: ANN401 - a path, or pyarrow's file
        """A file that pyarrow can read a table from. Raises OSError."""
        ...

    def put(self, name: str, content: bytes) -> None:
        """Write a file, so that nobody ever sees half of it. Raises BatchError."""
        ...

    def append(self, name: str, line: bytes) -> None:
        """Write on at the end of a file. Raises BatchError."""
        ...

    def remove(self, name: str) -> None:
        """Take a file or a folder away, if it is there."""
        ...

    def holding(self, name: str) -> list[str]:
        """The names of the folders in this one that hold a file of that name: folders that are whole."""
        ...

    def begin(self, name: str) -> Path:
        """An empty folder on this machine's disk, to be filled and then published under that name, or removed."""
        ...

    def publish(self, made: Path, name: str, mark: str) -> None:
        """Put a folder that was filled in its place; one that is there gives way. Its file `mark` says that it is whole. Raises BatchError."""
        ...

    def taken(self) -> AbstractContextManager[None]:
        """For the time of a run. Raises BatchError where another is under way and can be seen."""
        ...

    def tidy(self) -> None:
        """Take away what runs that were stopped left half-made in it. Only for the one that has taken the run's folder."""
        ...


def folder_at(address: str | Path) -> Folder:
    """The folder there, which need not exist yet."""
    return Bucket(str(address)) if objects.on_s3(str(address)) else Disk(Path(address))


class Disk:
    """A folder on a disk, this machine's or one that many share: renaming makes it whole."""

    def __init__(self, path: Path) -> None:
        """Take the path."""
        self._path = path

    @property
    def address(self) -> str:
        """Its path."""
        return str(self._path)

    def under(self, name: str) -> "Disk":
        """A folder in it."""
        return Disk(self._path / name)

    def read(self, name: str) -> bytes:
        """A file's content. Raises OSError."""
        return (self._path / name).read_bytes()

    def source(self, name: str) -> str:
        """Its path."""
        return str(self._path / name)

    def put(self, name: str, content: bytes) -> None:
        """Write it under another name, and rename it."""
        path = self._path / name
        under_way = path.with_name(f".{path.name}.{os.getpid()}")
        with _writing(self.address):
            with under_way.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            under_way.replace(path)

    def append(self, name: str, line: bytes) -> None:
        """Write on at its end, and have it reach the disk. What a kill left of a last line stays a line of its own."""
        with _writing(self.address), (self._path / name).open("a+b") as file:
            if file.seek(0, os.SEEK_END):
                file.seek(-1, os.SEEK_END)
                line = line if file.read(1) == b"\n" else b"\n" + line
            file.write(line)
            file.flush()
            os.fsync(file.fileno())

    def remove(self, name: str) -> None:
        """Take it away."""
        path = self._path / name
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)

    def holding(self, name: str) -> list[str]:
        """Folders under way have hidden names."""
        entries = self._path.iterdir() if self._path.is_dir() else ()
        return sorted([entry.name for entry in entries if not entry.name.startswith(".") and (entry / name).exists()])

    def begin(self, name: str) -> Path:
        """A hidden folder beside the place where it will be. Those of runs that were stopped are taken away by the next run."""
        made = self._path / f".{name}.{os.getpid()}.{uuid4().hex[:8]}"
        with _writing(self.address):
            made.mkdir(parents=True)
        return made

    def publish(self, made: Path, name: str, mark: str) -> None:  # noqa: ARG002 - what is renamed is whole
        """Have it reach the disk, and rename it."""
        final, old = self._path / name, made.with_name(f"{made.name}.old")
        with _writing(self.address):
            for file in made.iterdir():
                sync(file)
            while True:
                with suppress(FileNotFoundError):
                    final.rename(old)
                try:
                    made.rename(final)
                    break
                except OSError:
                    if not final.exists():
                        raise
                    shutil.rmtree(old, ignore_errors=True)  # one that was held for lost was quicker
            sync(self._path)
        shutil.rmtree(old, ignore_errors=True)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """One run at a time; the lock goes with the process that holds it, however that ends."""
        with _writing(self.address):
            self._path.mkdir(parents=True, exist_ok=True)
            lock = (self._path / ".lock").open("w")
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise BatchError(f"another run is under way in {self._path}; wait for it, or choose another --out") from error
            yield

    def tidy(self) -> None:
        """What is hidden."""
        for left in self._path.glob(".*"):
            shutil.rmtree(left, ignore_errors=True)


class Bucket:
    """A folder on S3. An object is there when it was sent as a whole; of a folder, the object that says so is sent last, and taken away first."""

    def __init__(self, address: str) -> None:
        """Take the address."""
        self._key = objects.key(address)
        self._grown: dict[str, bytes] = {}
        self._sent: dict[str, float] = {}

    @property
    def address(self) -> str:
        """As the user writes it."""
        return f"s3://{self._key}"

    def under(self, name: str) -> "Bucket":
        """The objects whose names go on like this."""
        return Bucket(f"{self.address}/{name}")

    def read(self, name: str) -> bytes:
        """An object's content. Raises OSError."""
        with self.source(name) as file:
            content: bytes = file.read()
        return content

    def source(self, name: str) -> Any:  # noqa: ANN401 - pyarrow's file
        """The object."""
        return objects.source(f"{self.address}/{name}")

    def put(self, name: str, content: bytes) -> None:
        """Send it."""
        with _writing(self.address), objects.client().open_output_stream(f"{self._key}/{name}", compression=None) as stream:
            stream.write(content)

    def append(self, name: str, line: bytes) -> None:
        """Hold what was written, and send it every few seconds and at the end: what a kill takes with it is a few lines of the log."""
        if name not in self._grown:
            with suppress(FileNotFoundError):
                self._grown[name] = self.read(name)
        self._grown[name] = self._grown.get(name, b"") + line
        if time.monotonic() - self._sent.get(name, 0.0) > _OFTEN:
            self._send(name)

    def remove(self, name: str) -> None:
        """Take away the object, or all objects under that name."""
        client, at = objects.client(), f"{self._key}/{name}"
        with _writing(self.address), suppress(FileNotFoundError):
            if client.get_file_info(at).is_file:
                client.delete_file(at)
            else:
                client.delete_dir(at)
        self._grown.pop(name, None)

    def holding(self, name: str) -> list[str]:
        """One listing of all that is there."""
        fs = library("pyarrow.fs")
        found = objects.client().get_file_info(fs.FileSelector(self._key, recursive=True, allow_not_found=True))
        paths = [one.path.split("/") for one in found if one.is_file]
        return sorted([path[-2] for path in paths if path[-1] == name and len(path) == self._key.count("/") + 3])

    def begin(self, name: str) -> Path:
        """A folder for what is under way on this machine."""
        return Path(tempfile.mkdtemp(prefix=f"tocsin-{name}-"))

    def publish(self, made: Path, name: str, mark: str) -> None:
        """Send its files, the mark last."""
        self.remove(f"{name}/{mark}")
        for file in sorted(made.iterdir(), key=lambda file: file.name == mark):
            self.put(f"{name}/{file.name}", file.read_bytes())
        shutil.rmtree(made, ignore_errors=True)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """There is no lock on S3: two runs of one plan do the same work twice, to the same result."""
        try:
            yield
        finally:
            for name in self._grown:
                self._send(name)

    def tidy(self) -> None:
        """Nothing: what is half-made was never sent, or has no mark."""

    def _send(self, name: str) -> None:
        self.put(name, self._grown[name])
        self._sent[name] = time.monotonic()


@contextmanager
def _writing(address: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BatchError(f"{address} cannot be written: {error.strerror or error}; what is there is whole, and the same command goes on") from error
