"""Fetching a report from a URL, and from nowhere it must not be fetched from.

Made of the standard library: no proxy from the environment, no cookies, no redirect that was not looked at, nothing decompressed without a limit.
"""

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urljoin, urlsplit, urlunsplit

import msgspec

from tocsin.errors import FetchError, TooLargeError
from tocsin.intake import kinds
from tocsin.intake.addresses import is_public
from tocsin.intake.items import MAX_REPORT_BYTES, megabytes

MAX_REDIRECTS = 5
CONNECT_SECONDS = 10.0
"""For one connection and for each silence; news sites answer within two."""
TOTAL_SECONDS = 60.0
"""For the whole fetch with its redirects, however slowly the server drips (the operating system's name look-up comes on top)."""
_CHUNK = 65_536
_GZIP = 31
"""zlib's number for "gzip and nothing else"."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FIRST_FREE_PORT = 1024
"""Below it only 80 and 443: a URL is no way to talk to mail servers and the like."""
_TYPES = {
    "text/html": kinds.HTML,
    "application/xhtml+xml": kinds.HTML,
    "text/plain": kinds.TEXT,
    "text/markdown": kinds.TEXT,
    "application/pdf": kinds.PDF,
    "application/json": kinds.JSON,
    "application/x-ndjson": kinds.JSON_LINES,
    "application/jsonl": kinds.JSON_LINES,
}
_FEED_TYPES = {
    "application/rss+xml": kinds.FEED,
    "application/atom+xml": kinds.FEED,
    "application/rdf+xml": kinds.FEED,
    "application/xml": kinds.FEED,
    "text/xml": kinds.FEED,
    "text/html": kinds.FEED,  # so some servers call their feeds; whether it is one is seen when it is read
    "text/plain": kinds.FEED,
}
_WITH_CHARSET = frozenset({kinds.HTML, kinds.TEXT, kinds.FEED})
_LONGEST_STAMP = 500
_UNTELLING = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/force-download"})

Resolver = Callable[[str, int], Sequence[str]]


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """What a server says of the state of what it sent (ETag, Last-Modified); sent back, it spares both sides what has not changed."""

    etag: str | None = None
    modified: str | None = None


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """What came: the URL after redirects, the bytes, the media type with its charset (None: to be told from the bytes), and its stamp.

    `unchanged` says that the server has nothing else than what it sent with the stamp that was given; then there are no bytes.
    """

    url: str
    body: bytes
    media_type: str | None
    stamp: Stamp = Stamp()
    unchanged: bool = False


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for: media types and what they are to Tocsin, how others are refused, and its name in messages."""

    accept: str
    types: Mapping[str, str]
    refusal: str
    name: str


REPORT = Wanted(
    accept="text/html, text/plain, application/pdf, application/json;q=0.8",
    types=_TYPES,
    refusal="which is no report; Tocsin reads web pages, text, PDF and JSON",
    name="report",
)
FEED = Wanted(
    accept="application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1",
    types=_FEED_TYPES,
    refusal="which is no feed; a feed is RSS or Atom",
    name="feed",
)


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What a fetch may take: bytes (as sent, and again unpacked), seconds for a silence, seconds in all."""

    size: int = MAX_REPORT_BYTES
    silence: float = CONNECT_SECONDS
    total: float = TOTAL_SECONDS


class _Target(msgspec.Struct, frozen=True, kw_only=True):
    url: str
    scheme: str
    host: str
    port: int
    path: str


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of `host`, from the operating system. Raises OSError or UnicodeError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def fetch(
    url: str,
    *,
    resolver: Resolver = resolve,
    allowed: Callable[[str], bool] = is_public,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    tls: ssl.SSLContext | None = None,
    wanted: Wanted = REPORT,
    stamp: Stamp = Stamp(),  # noqa: B008 - frozen
) -> Fetched:
    """Get the report at `url`, or what else is `wanted` from there; nothing when it still is what it was with `stamp`.

    Each host is looked up once, every address it has must be `allowed`, and the connection goes to an address that was checked (the name still goes
    into the Host line and the certificate check), so a name that changes its address in between gains nothing. Raises FetchError, or TooLargeError.
    """
    watch = _Watch(limits.total)
    try:
        for _ in range(MAX_REDIRECTS + 1):
            target = _target(url)
            connection = _connect(target, _checked(target, resolver, allowed), limits, watch, tls)
            try:
                answer = _ask(connection, target, wanted, stamp)
                location = answer.getheader("Location") if answer.status in _REDIRECTS else None
                if location is None:
                    fetched = _receive(answer, target, limits, wanted, stamp)
                    if watch.over:  # a socket that was shut looks like one that was read to its end
                        raise TimeoutError
                    return fetched
            except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
                raise _failed(target, error, watch, limits) from error
            finally:
                connection.close()
            url = _joined(url, location)
    finally:
        watch.stop()
    raise FetchError(f"it redirects more than {MAX_REDIRECTS} times; open it in a browser and save the page")


def _target(url: str) -> _Target:
    """The parts of `url`, when it is one that may be fetched."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = _ascii_host(parts.hostname or "")
    except ValueError as error:
        raise FetchError(f"{url[:200]!r} is not a URL: {error}") from error
    if parts.scheme not in {"http", "https"} or not host:
        raise FetchError(f"{url[:200]!r} is not a URL that Tocsin fetches; it must begin with http:// or https:// and a host")
    if parts.username is not None or parts.password is not None:
        raise FetchError("the URL holds a user name or password; Tocsin sends none: save the page and give the file")
    if port not in {80, 443} and port < _FIRST_FREE_PORT:
        raise FetchError(f"the URL asks for port {port}, where no news is served")
    path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    whole = urlunsplit((parts.scheme, parts.netloc, parts.path, parts.query, ""))
    return _Target(url=whole, scheme=parts.scheme, host=host, port=port, path=_quoted(path))


def _ascii_host(host: str) -> str:
    """The host as DNS knows it. Raises ValueError (UnicodeError is one)."""
    if any([not character.isprintable() or character.isspace() for character in host]):
        raise ValueError("its host holds blanks or controls")
    return host if host.isascii() else host.encode("idna").decode("ascii")


def _quoted(path: str) -> str:
    """`path` in ASCII without blanks and controls (which would open the way to a second request)."""
    return "".join(
        [character if "!" <= character <= "~" else "".join([f"%{byte:02X}" for byte in character.encode("utf-8", "replace")]) for character in path]
    )


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise FetchError(f"it redirects to {location[:200]!r}, which is not a URL") from error


def _checked(target: _Target, resolver: Resolver, allowed: Callable[[str], bool]) -> Sequence[str]:
    try:
        addresses = resolver(target.host, target.port)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"the host {target.host} is not known; check the address and the connection to the internet") from error
    refused = [address for address in addresses if not allowed(address)]
    if refused or not addresses:
        named = ", ".join(refused) or "(none)"
        raise FetchError(f"the host {target.host} has the address {named}, which is not on the open internet; Tocsin does not fetch from there")
    return addresses


def _connect(target: _Target, addresses: Sequence[str], limits: Limits, watch: "_Watch", tls: ssl.SSLContext | None) -> http.client.HTTPConnection:
    """A connection to the first of `addresses` that answers; encrypted, for the host's name, where the URL says https."""
    problem: OSError | None = None
    for address in addresses:
        try:
            plain = socket.create_connection((address, target.port), timeout=min(limits.silence, watch.left()))
        except OSError as error:
            problem = error
            continue
        plain.settimeout(limits.silence)
        try:
            stream = _encrypted(plain, target.host, watch, tls) if target.scheme == "https" else plain
        except OSError as error:
            problem = error
            continue
        watch.follow(stream)
        connection = http.client.HTTPConnection(target.host, target.port, timeout=limits.silence)
        connection.sock = stream
        return connection
    raise _failed(target, problem or OSError("no address"), watch, limits)


def _encrypted(plain: socket.socket, host: str, watch: "_Watch", tls: ssl.SSLContext | None) -> ssl.SSLSocket:
    """`plain` with TLS, its certificate checked for `host`. Raises OSError."""
    try:
        # the handshake comes after follow(): wrapping takes the socket out of `plain`
        stream = (tls or _trust()).wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
    except ValueError as error:
        plain.close()
        raise OSError(str(error)) from error
    watch.follow(stream)
    try:
        stream.do_handshake()
    except OSError:
        stream.close()
        raise
    return stream


def _trust() -> ssl.SSLContext:
    """The system's certificate authorities, and certifi's where Python finds none of the system's."""
    context = ssl.create_default_context()
    if not context.get_ca_certs() and not context.cert_store_stats()["x509_ca"]:
        import certifi  # noqa: PLC0415 - only where the system has no authorities

        context.load_verify_locations(certifi.where())
    return context


def _ask(connection: http.client.HTTPConnection, target: _Target, wanted: Wanted, stamp: Stamp) -> http.client.HTTPResponse:
    default = 443 if target.scheme == "https" else 80
    host = f"[{target.host}]" if ":" in target.host else target.host
    headers = {
        "Host": host if target.port == default else f"{host}:{target.port}",
        "User-Agent": "Mozilla/5.0 (compatible; Tocsin)",
        "Accept": wanted.accept,
        "Accept-Language": "en",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    if stamp.etag is not None:
        headers["If-None-Match"] = stamp.etag
    if stamp.modified is not None:
        headers["If-Modified-Since"] = stamp.modified
    connection.request("GET", target.path, headers=headers)
    return connection.getresponse()


def _receive(answer: http.client.HTTPResponse, target: _Target, limits: Limits, wanted: Wanted, stamp: Stamp) -> Fetched:
    if answer.status == http.client.NOT_MODIFIED and stamp != Stamp():
        return Fetched(url=target.url, body=b"", media_type=None, stamp=stamp, unchanged=True)
    if answer.status != http.client.OK:
        raise FetchError(f"the server answers {answer.status} {answer.reason}; open it in a browser and save the page")
    media_type = _media_type(answer.getheader("Content-Type") or "", wanted)
    stated = answer.getheader("Content-Length") or ""
    if stated.isdecimal() and int(stated) > limits.size:
        raise _too_large(limits, wanted)
    encoding = (answer.getheader("Content-Encoding") or "identity").strip().lower()
    if encoding not in {"identity", "gzip", "x-gzip"}:
        raise FetchError(f"the server packs the page as {encoding[:40]!r}, which Tocsin did not ask for; save the page and give the file")
    unpacker = None if encoding == "identity" else zlib.decompressobj(_GZIP)
    body, received = bytearray(), 0
    while chunk := answer.read(_CHUNK):
        received += len(chunk)
        # one byte over the limit is enough to know; a bomb is never blown up
        body += chunk if unpacker is None else unpacker.decompress(chunk, limits.size + 1 - len(body))
        if max(received, len(body)) > limits.size:
            raise _too_large(limits, wanted)
    if stated.isdecimal() and received < int(stated):
        raise FetchError("the connection broke off before the whole page had come; try again")
    if unpacker is not None and not unpacker.eof:
        raise FetchError("the packed page is cut off or damaged; try again")
    made = Stamp(etag=_stamped(answer.getheader("ETag")), modified=_stamped(answer.getheader("Last-Modified")))
    return Fetched(url=target.url, body=bytes(body), media_type=media_type, stamp=made)


def _stamped(stated: str | None) -> str | None:
    """A stamp that can be sent back as it is; one that is overlong or holds controls is done without."""
    return stated if stated and len(stated) <= _LONGEST_STAMP and stated.isascii() and stated.isprintable() else None


def _media_type(stated: str, wanted: Wanted) -> str | None:
    name, _, parameters = stated.partition(";")
    name = name.strip().lower()
    if name in _UNTELLING:
        return None
    if name not in wanted.types:
        raise FetchError(f"the server sends {name[:60]!r}, {wanted.refusal}")
    known = wanted.types[name]
    return f"{known};{parameters}" if "charset" in parameters.lower() and known in _WITH_CHARSET else known


def _too_large(limits: Limits, wanted: Wanted) -> TooLargeError:
    return TooLargeError(f"the page has more than {megabytes(limits.size)}, the most that Tocsin reads as one {wanted.name}")


def _failed(target: _Target, error: Exception, watch: "_Watch", limits: Limits) -> FetchError:
    """The FetchError that says in words what went wrong with the connection."""
    if watch.over:
        return FetchError(f"it took longer than {limits.total:g} seconds; try again later, or save the page and give the file")
    if isinstance(error, TimeoutError):
        return FetchError(f"the server {target.host} did not answer within {limits.silence:g} seconds; try again later")
    if isinstance(error, ssl.SSLCertVerificationError):
        return FetchError(f"the certificate of {target.host} does not hold: {error.verify_message}; it may not be the server it says it is")
    if isinstance(error, zlib.error):
        return FetchError("the packed page is cut off or damaged; try again")
    return FetchError(f"the server {target.host} could not be reached or broke off: {error or type(error).__name__}")


class _Watch:
    """Ends a fetch after its time by shutting the socket: a server that drips a byte at a time resets every other timeout."""

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._deadline = time.monotonic() + seconds
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    def follow(self, connection: socket.socket) -> None:
        """Shut `connection`, from now on, when the time is over."""
        with self._lock:
            self._socket = connection
        if self.over:
            self._shut()

    def left(self) -> float:
        """Something above zero for a timeout; the timer ends what runs longer."""
        return max(0.001, self._deadline - time.monotonic())

    def stop(self) -> None:
        """The fetch is done."""
        self._timer.cancel()

    def _end(self) -> None:
        self.over = True
        self._shut()

    def _shut(self) -> None:
        with self._lock:
            connection = self._socket
        if connection is None:
            return
        try:
            connection.shutdown(socket.SHUT_RDWR)
        except OSError:  # closed already
            return
