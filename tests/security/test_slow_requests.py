"""Requests that come a byte at a time, against the server as it is started: others are served meanwhile, and no header is without end."""

import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

TOCSIN = Path(sys.executable).with_name("tocsin")
MANY = 200
POST = b"POST /add/text HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nt"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Where a server listens."""
    store = tmp_path_factory.mktemp("serve") / "s.db"
    with subprocess.Popen(
        [TOCSIN, "serve", "--store", store, "--port", "0", "--no-model"], stderr=subprocess.PIPE, text=True
    ) as server:  # fmt: skip
        assert server.stderr is not None
        said = next(line for line in server.stderr if "http://" in line)
        yield int(re.search(r":(\d+) ", said)[1])
        server.terminate()


@pytest.mark.parametrize("begun", [b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ", POST, b""])
def test_slow_requests_hold_nobody_up(port: int, begun: bytes) -> None:
    """Two hundred that never end, in their headers, in their body, or before either."""
    held = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(MANY)]
    try:
        for one in held:
            one.sendall(begun)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/add", timeout=30) as answer:
            assert answer.status == 200
        for one in held:
            one.sendall(b"a")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/static/icon.svg", timeout=30) as answer:
            assert answer.status == 200
    finally:
        for one in held:
            one.close()


def test_headers_end(port: int) -> None:
    """What goes on for more than 16 kB is refused, and the connection closed."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as one:
        one.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: " + b"a" * 200_000)
        said = b""
        try:
            while more := one.recv(4096):
                said += more
        except ConnectionResetError:
            pass
    assert said == b"" or said.startswith(b"HTTP/1.1 400")
