"""Running the workbench: one process, this machine's own address."""

import socket
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

from tocsin.errors import TocsinError

LOOPBACK = "127.0.0.1"


def serve(app: FastAPI, *, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until stopped; `ready` is told the address once it is bound. Raises TocsinError when the port is taken."""
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        raise TocsinError(f"port {port} of {host} cannot be used ({error.strerror}); choose another with --port, or 0 for any free one") from error
    bound.listen()  # who opens the address at once is not refused
    ready(f"http://{host}:{bound.getsockname()[1]}")
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=5)
    uvicorn.Server(config).run(sockets=[bound])
