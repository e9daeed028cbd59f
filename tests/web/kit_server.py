"""A small server for the kit's demo pages: the static files, the pages of `kit/`, invented data, and the workbench's content security policy."""

import http.server
import json
import random
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

STATIC = Path(__file__).parents[2] / "src" / "tocsin" / "web" / "static"
PAGES = Path(__file__).parent / "kit"
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; worker-src 'self'; connect-src 'self'; font-src 'self'; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
TYPES = {
    ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".json": "application/json",
    ".geojson": "application/geo+json",
}  # fmt: skip
FAMILIES = {
    "demonstrations": "march", "riots": "looting", "clashes and battles": "clash", "attacks on people": "beating",
    "explosions and remote violence": "shelling", "state response": "arrest", "politics": "statement", "outcomes": "deaths",
}  # fmt: skip
TOWNS = [
    (32.53, 15.5),
    (30.22, 13.18),
    (37.22, 19.62),
    (36.4, 15.45),
    (25.35, 13.63),
    (24.9, 12.05),
    (38.75, 9.02),
    (31.23, 30.04),
    (3.39, 6.45),
    (36.82, -1.29),
]
FRAME = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="csrf" content="token-of-the-page">
<title>{title} - kit</title><script src="/static/theme.js"></script>
<link rel="stylesheet" href="/static/style.css"><link rel="icon" href="data:,">
<script src="/static/htmx-setup.js" defer></script>
<script src="/static/vendor/htmx/htmx.min.js" defer></script><script type="module" src="/static/kit.js"></script></head>
<body><a class="skip" href="#main">Skip to content</a>
<header class="top"><a class="brand" href="/kit/events.html">Tocsin</a><nav aria-label="Main">{links}</nav>
<button class="button quiet" type="button" data-theme-toggle>Theme</button>
<button class="button quiet only-wide" type="button" data-keys>Keys <kbd>?</kbd></button></header>
{body}<div class="toasts" role="status" aria-live="polite"></div></body></html>"""


def page(name: str) -> str:
    """A demo page inside the frame of all pages; its first line is its title."""
    title, _, body = (PAGES / name).read_text(encoding="utf-8").partition("\n")
    names = sorted(path.name for path in PAGES.glob("*.html"))
    links = "".join(
        f'<a href="/kit/{other}"{" aria-current=page" if other == name else ""}>{other.removesuffix(".html").title()}</a>' for other in names
    )
    return FRAME.format(title=title, links=links, body=body)


def events(count: int, *, spread: float) -> dict[str, Any]:
    """Invented events around a few towns, some known by district, province or country only."""
    draw = random.Random(7)
    features = []
    for i in range(count):
        family, kind = draw.choices(list(FAMILIES.items()), weights=[40, 12, 14, 9, 8, 20, 6, 3])[0]
        precision = draw.choices(["settlement", "district", "admin2", "admin1", "country", "landmark"], weights=[70, 6, 6, 8, 5, 5])[0]
        x, y = draw.choice(TOWNS)
        if precision in {"settlement", "landmark"}:
            x, y = x + draw.gauss(0, spread), y + draw.gauss(0, spread)
        elif precision != "country":
            x, y = x + draw.choice([-2, 2]), y + draw.choice([-2, 0, 2])
        properties = {
            "id": f"e{i}", "title": f"{kind.title()} number {i}", "type": kind, "family": family, "date": f"2024-{1 + i % 12:02}-{1 + i % 28:02}",
            "precision": precision,
            "country": draw.choice(["SD", "SD", "ET", "NG"]), "killed": draw.choice([0, 0, 0, 2, 11]), "url": f"/kit/events.html#e{i}",
        }  # fmt: skip
        geometry = None if precision == "country" else {"type": "Point", "coordinates": [round(x, 4), round(y, 4)]}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return {"type": "FeatureCollection", "features": features}


def timeline(unit: str) -> dict[str, Any]:
    """Invented counts: ninety days, or a year of months."""
    draw = random.Random(3)
    days = [f"2024-{month:02}-01" for month in range(1, 13)] if unit == "month" else [f"2024-{4 + i // 30:02}-{1 + i % 30:02}" for i in range(90)]
    return {
        "unit": unit,
        "days": days,
        "families": {name: [max(0, round(draw.gauss(6 - i, 3 + 9 * (20 < at < 34)))) for at in range(len(days))] for i, name in enumerate(FAMILIES)},
    }


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers as the workbench does, as far as the kit can tell."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        if address.path.startswith("/static/"):
            file = STATIC / address.path.removeprefix("/static/")
            return self.answer(file.read_bytes(), file.suffix) if file.is_file() else self.answer(b"", ".html", 404)
        if re.fullmatch(r"/kit/\w+\.html", address.path):
            return self.answer(page(address.path.removeprefix("/kit/")).encode(), ".html")
        if address.path == "/events.geojson":
            return self.answer(json.dumps(events(int(asked.get("n", 400)), spread=float(asked.get("spread", 0.6)))).encode(), ".geojson")
        if address.path == "/timeline.json":
            return self.answer(json.dumps(timeline(asked.get("unit", "day"))).encode(), ".json")
        return self.answer(b"", ".html", 404)

    def do_POST(self) -> None:
        """Give back the token that came, and say so in a toast."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        token = self.headers.get("X-CSRF-Token", "none")
        self.answer(f"<p id=token>{token}</p>".encode(), ".html", trigger='{"tocsin:toast": {"text": "Claim accepted"}}')

    def answer(self, body: bytes, suffix: str, status: int = 200, trigger: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", TYPES.get(suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        if trigger:
            self.send_header("HX-Trigger", trigger)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served() -> Iterator[str]:
    """The address of a running server."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
