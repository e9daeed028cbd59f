"""Fetching, against a server on this machine: tests allow the loopback address, which Tocsin itself refuses."""

import contextlib
import gzip
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import trustme

from tocsin.errors import FetchError, TooLargeError
from tocsin.intake.fetch import FEED, REPORT, Limits, Stamp, Wanted, fetch

PAGE = b"<html><body><p>Police detained three people in Harwell.</p></body></html>"


class Server(ThreadingHTTPServer):
    """Answers by path; remembers the Host lines it was sent."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.hosts: list[str] = []
        self.answers: dict[str, Callable[[Handler], None]] = {}

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that leave early are part of the tests."""

    def url(self, path: str, host: str = "lantern.example", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.server_port}{path}"


class Handler(BaseHTTPRequestHandler):
    """Sends what the server's table says."""

    server: Server

    def do_GET(self) -> None:
        self.server.hosts.append(self.headers["Host"])
        self.server.answers[self.path](self)

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def send(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content-Type": "text/html"} | {name.replace("_", "-"): value for name, value in headers.items()}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def server() -> Iterator[Server]:
    """A running server."""
    running = Server()
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield running
    running.shutdown()
    running.server_close()


def here(_host: str, _port: int) -> list[str]:
    """A resolver that knows one machine."""
    return ["127.0.0.1"]


def loopback(address: str) -> bool:
    """A policy for tests."""
    return address == "127.0.0.1"


PATIENT = Limits(size=100_000, silence=10.0, total=30.0)
QUICK = Limits(size=100_000, silence=0.5, total=1.0)


def get(url: str, **options: object) -> object:
    return fetch(url, **({"resolver": here, "allowed": loopback, "limits": PATIENT} | options))


def test_page(server: Server) -> None:
    """Body, type with charset and address come back; the server is asked for the name, not the number."""
    server.answers["/a%20b?q=1"] = lambda handler: handler.send(PAGE, Content_Type="text/html; charset=koi8-r")

    fetched = get(server.url("/a b?q=1#part"))

    assert (fetched.body, fetched.media_type) == (PAGE, "text/html; charset=koi8-r")
    assert fetched.url == server.url("/a b?q=1")
    assert server.hosts == [f"lantern.example:{server.server_port}"]


def test_loopback_is_refused_by_default(server: Server) -> None:
    """Without a policy of its own, nothing on this machine is fetched, by number or by name."""
    server.answers["/"] = lambda handler: handler.send(PAGE)

    for host in ("127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"):
        with pytest.raises(FetchError, match=r"not on the open internet|not known"):
            fetch(server.url("/", host))
    assert server.hosts == []


def test_one_private_address_among_several_is_enough() -> None:
    """A name with a public and a private address is refused before any connection."""
    with pytest.raises(FetchError, match=r"10\.0\.0\.7"):
        fetch("http://lantern.example/", resolver=lambda _host, _port: ["93.184.216.34", "10.0.0.7"])


def test_rebinding_gains_nothing(server: Server) -> None:
    """The name is looked up once; the connection goes to the address that was checked, whatever the name says later."""
    server.answers["/"] = lambda handler: handler.send(PAGE)
    answers = [["127.0.0.1"], ["10.0.0.7"]]
    asked = []

    def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return answers[min(len(asked), 2) - 1]

    assert get(server.url("/"), resolver=rebinding).body == PAGE
    assert asked == ["lantern.example"]


def test_redirects_are_followed(server: Server) -> None:
    """Relative and whole, and the last address is the report's."""
    server.answers["/old"] = lambda handler: handler.send(b"", 301, Location="/new")
    server.answers["/new"] = lambda handler: handler.send(b"", 302, Location=server.url("/last", "www.lantern.example"))
    server.answers["/last"] = lambda handler: handler.send(PAGE)

    assert get(server.url("/old")).url == server.url("/last", "www.lantern.example")


def test_redirect_to_a_private_address(server: Server) -> None:
    """Every hop is checked like the first."""
    server.answers["/"] = lambda handler: handler.send(b"", 302, Location="http://metadata.example/latest")

    def resolver(host: str, _port: int) -> list[str]:
        return ["169.254.169.254"] if host == "metadata.example" else ["127.0.0.1"]

    with pytest.raises(FetchError, match=r"metadata\.example.*169\.254\.169\.254"):
        get(server.url("/"), resolver=resolver)


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://lantern.example/", "http://user:secret@lantern.example/", "http://lantern.example:25/", "http://[::1"]
)
def test_redirect_to_what_is_no_page(server: Server, location: str) -> None:
    """Schemes, passwords, ports and addresses of a redirect are checked too."""
    server.answers["/"] = lambda handler: handler.send(b"", 302, Location=location)

    with pytest.raises(FetchError):
        get(server.url("/"))
    assert len(server.hosts) == 1


def test_redirects_without_end(server: Server) -> None:
    """Five are followed, no more."""
    server.answers["/"] = lambda handler: handler.send(b"", 302, Location="/")

    with pytest.raises(FetchError, match="more than 5"):
        get(server.url("/"))
    assert len(server.hosts) == 6


@pytest.mark.parametrize(
    "url",
    [
        "ftp://lantern.example/a",
        "file:///etc/passwd",
        "http://",
        "http:///a",
        "http://a:b@lantern.example/",
        "http://lantern.example:25/",
        "http://[::1",
        "http://x:99999/",
        "http://a\tb c/",
    ],
)
def test_urls_that_are_not_fetched(url: str) -> None:
    """Only http and https, with a host, without a password, on a port where news is served; nothing is even looked up."""

    def never(host: str, _port: int) -> list[str]:
        raise AssertionError(host)

    with pytest.raises(FetchError, match="URL"):
        fetch(url, resolver=never)


def test_unknown_host() -> None:
    """A name nobody knows is said in words."""

    def unknown(_host: str, _port: int) -> list[str]:
        raise OSError("no such name")

    with pytest.raises(FetchError, match=r"lantern\.example is not known"):
        fetch("http://lantern.example/", resolver=unknown)


def test_nobody_listens(server: Server) -> None:
    """A closed port is said in words."""
    url = server.url("/")
    server.shutdown()
    server.server_close()

    with pytest.raises(FetchError, match="could not be reached"):
        get(url)


@pytest.mark.parametrize("headers", [{"Content_Length": "100001"}, {}], ids=["stated", "unstated"])
def test_oversize(server: Server, headers: dict[str, str]) -> None:
    """Over the limit is refused, by the stated length or while it comes."""
    server.answers["/"] = lambda handler: handler.send(b"a" * 100_001, **headers)

    with pytest.raises(TooLargeError):
        get(server.url("/"))


@pytest.mark.parametrize(("wanted", "named"), [(REPORT, "as one report"), (FEED, "as one feed")])
def test_a_page_without_end(server: Server, wanted: Wanted, named: str) -> None:
    """No more of it is taken than the limit, and the server is left to itself."""
    sent = []

    def pour(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        with contextlib.suppress(OSError):
            while True:
                handler.wfile.write(b"<p>more</p>" * 1000)
                sent.append(11_000)

    server.answers["/"] = pour
    with pytest.raises(TooLargeError, match=named):
        get(server.url("/"), wanted=wanted)
    assert sum(sent) < 50_000_000


def test_decompression(server: Server) -> None:
    """A packed page is unpacked; a bomb is not blown up; a cut-off one is an error."""
    packed = gzip.compress(PAGE)
    server.answers["/page"] = lambda handler: handler.send(packed, Content_Encoding="gzip")
    bomb = gzip.compress(b"\0" * 20_000_000)
    server.answers["/bomb"] = lambda handler: handler.send(bomb, Content_Encoding="gzip")
    server.answers["/cut"] = lambda handler: handler.send(packed[:-9], Content_Encoding="gzip")
    server.answers["/odd"] = lambda handler: handler.send(PAGE, Content_Encoding="br")
    server.answers["/not"] = lambda handler: handler.send(PAGE, Content_Encoding="gzip")

    assert get(server.url("/page")).body == PAGE
    with pytest.raises(TooLargeError):
        get(server.url("/bomb"))
    for path, words in (("/cut", "cut off"), ("/odd", "'br'"), ("/not", "damaged")):
        with pytest.raises(FetchError, match=words):
            get(server.url(path))


def drip(handler: Handler) -> None:
    """Send headers, then a byte every tenth of a second."""
    handler.send(b"<html>")
    for _ in range(100):
        handler.wfile.write(b"a")
        handler.wfile.flush()
        time.sleep(0.1)


def drip_headers(handler: Handler) -> None:
    """Never come to the end of the headers."""
    for _ in range(100):
        handler.wfile.write(b"H")
        handler.wfile.flush()
        time.sleep(0.1)


@pytest.mark.parametrize(
    ("answer", "words"),
    [(lambda _handler: time.sleep(8), "did not answer"), (drip, "longer than 1 seconds"), (drip_headers, "longer than 1 seconds")],
    ids=["silent", "drips", "drips headers"],
)
def test_slow_server(server: Server, answer: Callable[[Handler], None], words: str) -> None:
    """Silence and dripping both end in time; a page cut off by the clock is never taken for a whole one."""
    server.answers["/"] = answer
    started = time.monotonic()

    with pytest.raises(FetchError, match=words):
        get(server.url("/"), limits=QUICK)
    assert time.monotonic() - started < 5


def test_broken_off(server: Server) -> None:
    """Fewer bytes than promised are no page."""
    server.answers["/"] = lambda handler: handler.send(PAGE, Content_Length=str(len(PAGE) + 10))

    with pytest.raises(FetchError, match="broke off"):
        get(server.url("/"))


@pytest.mark.parametrize(("status", "words"), [(404, "404"), (500, "500"), (304, "304"), (204, "204")])
def test_status(server: Server, status: int, words: str) -> None:
    """Whatever is not a page says what the server answered."""
    server.answers["/"] = lambda handler: handler.send(b"", status)

    with pytest.raises(FetchError, match=words):
        get(server.url("/"))


def test_redirect_without_a_location(server: Server) -> None:
    """A redirect to nowhere is an answer that is no page."""
    server.answers["/"] = lambda handler: handler.send(b"", 302)

    with pytest.raises(FetchError, match="302"):
        get(server.url("/"))


@pytest.mark.parametrize(
    ("stated", "expected"), [("text/plain", "text/plain"), ("APPLICATION/PDF", "application/pdf"), ("application/octet-stream", None), ("", None)]
)
def test_content_type(server: Server, stated: str, expected: str | None) -> None:
    """What says nothing is left to the bytes."""
    server.answers["/"] = lambda handler: handler.send(PAGE, Content_Type=stated)

    assert get(server.url("/")).media_type == expected


@pytest.mark.parametrize("stated", ["image/png", "video/mp4", "application/zip", "text/css"])
def test_content_type_that_is_no_report(server: Server, stated: str) -> None:
    """Pictures, films and archives are refused by name, unread."""
    server.answers["/"] = lambda handler: handler.send(PAGE, Content_Type=stated)

    with pytest.raises(FetchError, match=stated):
        get(server.url("/"))


class TestEncrypted:
    """The certificate is checked for the name, though the connection goes to a number."""

    @pytest.fixture
    def authority(self, server: Server) -> trustme.CA:
        """The server speaks TLS, as lantern.example, by an authority of the tests' own."""
        authority = trustme.CA()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("lantern.example").configure_cert(context)
        self.names: list[str | None] = []
        context.sni_callback = lambda _socket, name, _context: self.names.append(name)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.answers["/"] = lambda handler: handler.send(PAGE)
        return authority

    def test_name_is_sent_and_checked(self, server: Server, authority: trustme.CA) -> None:
        """The right name passes and is the one asked for; another name on the same address does not."""
        trust = ssl.create_default_context()
        authority.configure_trust(trust)

        assert get(server.url("/", scheme="https"), tls=trust).body == PAGE
        assert self.names == ["lantern.example"]
        with pytest.raises(FetchError, match=r"certificate of other\.example"):
            get(server.url("/", "other.example", scheme="https"), tls=trust)

    @pytest.mark.usefixtures("authority")
    def test_unknown_authority(self, server: Server) -> None:
        """Nobody's certificate is nobody's server."""
        with pytest.raises(FetchError, match="certificate"):
            get(server.url("/", scheme="https"))


def test_what_did_not_change_is_not_sent_again(server: Server) -> None:
    """The stamp of one fetch goes into the next; an answer without bytes then says that nothing changed."""
    asked = []

    def answer(handler: Handler) -> None:
        asked.append((handler.headers["If-None-Match"], handler.headers["If-Modified-Since"]))
        if handler.headers["If-None-Match"] == '"a"':
            handler.send_response(304)
            handler.end_headers()
        else:
            handler.send(b"<rss/>", Content_Type="application/rss+xml; charset=koi8-r", ETag='"a"', Last_Modified="Sat, 08 Jun 2024 10:00:00 GMT")

    server.answers["/feed"] = answer
    first = get(server.url("/feed"), wanted=FEED)
    again = get(server.url("/feed"), wanted=FEED, stamp=first.stamp)

    assert (first.media_type, first.unchanged) == ("application/xml; charset=koi8-r", False)
    assert first.stamp == Stamp(etag='"a"', modified="Sat, 08 Jun 2024 10:00:00 GMT")
    assert (again.unchanged, again.body, again.stamp) == (True, b"", first.stamp)
    assert asked == [(None, None), ('"a"', "Sat, 08 Jun 2024 10:00:00 GMT")]


def test_not_modified_without_being_asked(server: Server) -> None:
    """A server that says so of what it never sent has sent nothing; and a stamp that cannot be sent back is done without."""
    server.answers["/"] = lambda handler: handler.send(b"", 304)
    server.answers["/long"] = lambda handler: handler.send(PAGE, ETag="x" * 501)

    with pytest.raises(FetchError, match="304"):
        get(server.url("/"))
    assert get(server.url("/long")).stamp == Stamp()


@pytest.mark.parametrize(("wanted", "sent"), [(REPORT, "application/rss+xml"), (FEED, "application/pdf"), (FEED, "image/png")])
def test_what_was_not_wanted(server: Server, wanted: Wanted, sent: str) -> None:
    """A feed is no report, and a report no feed."""
    server.answers["/"] = lambda handler: handler.send(PAGE, Content_Type=sent)

    with pytest.raises(FetchError, match="which is no"):
        get(server.url("/"), wanted=wanted)
