"""What every request and answer goes through: hosts, origins, sizes, and the headers that keep a page to itself (OWASP ASVS 5.0, chapters 3 and 4).

The workbench listens on this machine. What could still reach it is a page of another site, open in the same browser: by a form or script that posts
here (cross-site request forgery), or by a name that it lets point to 127.0.0.1 (DNS rebinding). The first is refused by the browser's own account of
where a request comes from and by a token in every form, the second by the name that was asked for.
"""

import hmac
import ipaddress
import re
import secrets
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; worker-src 'self'; connect-src 'self'; font-src 'self'; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LARGEST = 64 * 1024 * 1024
"""Bytes of one request."""
_TOO_LARGE = f"a request may have {LARGEST // 1024 // 1024} MB"


class Guard:
    """ASGI middleware: refuses requests for other names, from other sites and above the size; adds the headers to every answer."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str] = ()) -> None:
        """`hosts` are further names the server is reached by, for teams; loopback names are always right."""
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let it through, or answer for it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body, answer = _Body(receive), _Answer(scope, send)
        refusal = self._refusal(scope["method"], Headers(scope=scope))
        if refusal is not None:
            await _said(scope, *refusal)(scope, receive, answer.send)
            return

        async def unless_too_large(message: Message) -> None:
            if not body.too_large:
                await answer.send(message)

        try:
            await self._app(scope, body.receive, unless_too_large)
        except Exception:
            if not body.too_large:
                if not answer.begun:  # said here, since what answers for errors stands outside and knows none of the headers
                    await _said(scope, 500, "something went wrong on the server; its log says what")(scope, receive, answer.send)
                raise
        if body.too_large and not answer.begun:
            await _said(scope, 413, _TOO_LARGE)(scope, receive, answer.send)

    def _refusal(self, method: str, headers: Headers) -> tuple[int, str] | None:
        host = headers.get("host", "")
        if not (is_loopback(host) or name_of(host) in self._hosts):
            return 421, "this server is not called that; open it by the address it printed"
        length = headers.get("content-length", "0")
        if not re.fullmatch("[0-9]{1,12}", length) or int(length) > LARGEST:
            return 413, _TOO_LARGE
        if method not in SAFE:
            site, origin = headers.get("sec-fetch-site"), headers.get("origin")
            if site not in {None, "same-origin", "none"} or (origin is not None and origin.partition("://")[2] != host):
                return 403, "this request comes from another site"
        return None


class _Body:
    """What is received, up to the limit: a body that grows over it without having said so ends there."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._seen = 0
        self.too_large = False

    async def receive(self) -> Message:
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        self.too_large = self.too_large or self._seen > LARGEST
        return {"type": "http.disconnect"} if self.too_large else message


class _Answer:
    """What is sent, with the headers that every answer has."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope = scope
        self._send = send
        self.begun = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if self._scope["scheme"] == "https":
                headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            if not self._scope["path"].startswith("/static/"):
                headers.setdefault("Cache-Control", "no-store")
        await self._send(message)


def _said(scope: Scope, status: int, message: str) -> Response:
    """An answer in the way that is asked for: programs read JSON."""
    return JSONResponse({"detail": message}, status) if scope["path"].startswith("/api/") else PlainTextResponse(f"{message}\n", status)


def name_of(host: str) -> str:
    """The name of a Host header, without its port."""
    return re.sub(r":\d+$", "", host).casefold()


def is_loopback(host: str) -> bool:
    """Whether a Host header names this machine to itself."""
    name = name_of(host).strip("[]")
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


class FormTokens:
    """Tokens that every form carries and no other site can know: a secret of this process, bound to the session of who got the page."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def make(self, session: str) -> str:
        """The token for a session ("" in local mode)."""
        return hmac.digest(self._secret, session.encode(), "sha256").hex()

    def fits(self, token: str, session: str) -> bool:
        """Whether the token is that of the session."""
        return hmac.compare_digest(token.encode(), self.make(session).encode())
