"""Files wherever they are: on a disk, or objects on S3 (s3://bucket/key), by pyarrow's own client. AWS_ENDPOINT_URL names a server other than AWS."""

import io
import os
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from tocsin.errors import BatchError

_SCHEME = "s3://"
_BUFFER = 1_000_000
"""Bytes asked for at once: an answer takes as long as a megabyte."""
_TRIES = 10
"""Of each request, further and further apart: a service that is busy for a minute ends nothing."""


def library(name: str) -> Any:  # noqa: ANN401 - pyarrow has no types
    """A module of pyarrow. Raises BatchError where it is not installed: parts are Parquet, so that a run needs it."""
    try:
        return import_module(name)
    except ImportError as error:
        raise BatchError("tocsin batch needs pyarrow, which is not installed; run: pip install 'tocsin[batch]'") from error


def on_s3(address: str) -> bool:
    """Whether this names something on S3."""
    return address.startswith(_SCHEME)


def key(address: str) -> str:
    """Bucket and key, as pyarrow wants them. Raises BatchError when there is no bucket."""
    name = address.removeprefix(_SCHEME).rstrip("/")
    if not name or name.startswith("/"):
        raise BatchError(f"{address} names no bucket; write s3://BUCKET/FOLDER")
    return name


@cache
def client() -> Any:  # noqa: ANN401 - pyarrow has no types
    """The connection, made once: keys and region come from where AWS's own programs take them."""
    fs = library("pyarrow.fs")
    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    retry = fs.AwsStandardS3RetryStrategy(max_attempts=_TRIES)
    return fs.S3FileSystem(endpoint_override=endpoint, retry_strategy=retry, allow_delayed_open=True)  # a small object in one request


def source(address: str) -> Any:  # noqa: ANN401 - a path, or pyarrow's file
    """What pyarrow can read a table from. Raises OSError."""
    return client().open_input_file(key(address)) if on_s3(address) else address


def opened(address: str) -> BinaryIO:
    """The file, to be read from any place in it. Raises OSError."""
    return io.BufferedReader(source(address), _BUFFER) if on_s3(address) else Path(address).open("rb")


def listed(address: str) -> list[str]:
    """The address of every object at or under this address on S3, in the order of names, hidden ones left out. Raises OSError."""
    fs, name = library("pyarrow.fs"), key(address)
    there = client().get_file_info(name)
    found = [there] if there.is_file else client().get_file_info(fs.FileSelector(name, recursive=True, allow_not_found=True))
    inner = len(name.split("/"))
    seen = [one for one in found if one.is_file and not any([part.startswith(".") for part in one.path.split("/")[inner:]])]
    return [f"{_SCHEME}{path}" for path in sorted([one.path for one in seen], key=lambda path: path.split("/"))]
