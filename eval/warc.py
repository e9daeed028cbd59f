"""Make a web archive to try `tocsin batch` on: ``python -m eval.warc DATA_DIR OUT.warc.gz [--records 20000]``.

In the order of a crawl, by chance with a fixed seed: half of the records are real articles of the data folder (newswire, and one in ten of them from
the reports of shootings), the rest are articles in other languages, thin pages (link lists, consent walls, errors that say 200), and what an archive
holds beside pages (requests, pictures, pages that were not found). Pages carry what news sites put around an article: menus, scripts, style sheets,
linked data, related stories, a footer; about 60 kB each. Nothing of it belongs in the repository.
"""

import argparse
import gzip
import html
import itertools
import json
import random
import sys
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

RECORDS = 20_000
_SHARES = {"news": 45, "shootings": 5, "foreign": 30, "thin": 10, "beside": 10}
_FOREIGN = {
    "de": "Der Stadtrat hat am Dienstag über den neuen Haushalt beraten. Die Bürgermeisterin sagte, die Schulen bräuchten mehr Geld für Lehrkräfte. "
    "Der Verein gewann das Spiel vor vielen Zuschauern mit zwei zu eins. In der Nacht wird es kühl, am Morgen scheint wieder die Sonne.",
    "es": "El ayuntamiento debatió el martes el nuevo presupuesto. La alcaldesa dijo que las escuelas necesitan más dinero para contratar maestros. "
    "El equipo ganó el partido por dos goles a uno ante miles de aficionados. Por la noche bajarán las temperaturas en toda la provincia.",
    "fr": "Le conseil municipal a débattu mardi du nouveau budget. La maire a déclaré que les écoles avaient besoin de plus de moyens. "
    "L'équipe a remporté le match deux buts à un devant un public nombreux. La nuit sera fraîche et le soleil reviendra dès le matin.",
    "ru": "Городской совет во вторник обсудил новый бюджет. Мэр заявила, что школам нужно больше денег на учителей. "
    "Команда выиграла матч со счётом два один перед полными трибунами. Ночью похолодает, а утром снова выглянет солнце.",
    "ar": "ناقش مجلس المدينة يوم الثلاثاء الميزانية الجديدة. وقالت رئيسة البلدية إن المدارس تحتاج إلى مزيد من المال للمعلمين. "
    "وفاز الفريق بالمباراة بهدفين مقابل هدف أمام جمهور كبير. وستنخفض درجات الحرارة ليلا وتشرق الشمس صباحا.",
    "id": "Dewan kota pada hari Selasa membahas anggaran baru. Wali kota mengatakan sekolah membutuhkan lebih banyak uang untuk guru. "
    "Tim itu memenangkan pertandingan dua satu di depan ribuan penonton. Malam hari akan lebih sejuk dan besok pagi kembali cerah.",
}
_THIN = (
    "Please enable cookies to continue to this site.",
    "Page not found. Try our search.",
    "Subscribe to read on.",
    "Photo gallery",
    "Live scores",
)
_TOPICS = (
    "World Africa Asia Europe Americas Business Markets Technology Science Health Sport Football Cricket Culture Film Books Travel Weather".split()
)
_SCRIPT = "(function(){var q=window.q||[];q.push({slot:%d,size:[[300,250],[728,90]],targeting:{section:'news',page:'article'}});window.q=q;})();"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the archive."""
    parser = argparse.ArgumentParser(prog="python -m eval.warc", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--records", type=int, default=RECORDS)
    options = parser.parse_args(arguments)
    with options.out.open("wb") as file:
        for record in records(options.data, options.records):
            file.write(gzip.compress(record, 6, mtime=0))
    print(f"{options.records:,} records, {options.out.stat().st_size / 1e6:.0f} MB in {options.out}")
    return 0


def records(data: Path, count: int) -> Iterator[bytes]:
    """So many records."""
    chance = random.Random(20_240_514)
    texts = {"news": itertools.cycle(_newswire(data)), "shootings": itertools.cycle(_shootings(data))}
    for number in range(count):
        [kind] = chance.choices(list(_SHARES), list(_SHARES.values()))
        url = f"https://site{number % 211}.example/2024/05/{number}"
        match kind:
            case "news" | "shootings":
                yield _response(url, _page(chance, next(texts[kind]), url))
            case "foreign":
                language = chance.choice(list(_FOREIGN))
                sentences = [f"{one}." for one in _FOREIGN[language].split(". ")]
                yield _response(url, _page(chance, "\n\n".join([" ".join(chance.choices(sentences, k=4)) for _ in range(8)]), url, language))
            case "thin":
                yield _response(url, _page(chance, chance.choice(_THIN), url))
            case _:
                yield _beside(chance, url)


def _newswire(data: Path) -> list[str]:
    with (data / "newswire" / "articles.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def _shootings(data: Path) -> list[str]:
    with (data / "gva" / "incidents.jsonl").open(encoding="utf-8") as lines:
        return [report["text"] for line in lines for report in json.loads(line)["docs"]]


def _page(chance: random.Random, text: str, url: str, language: str = "en") -> bytes:
    paragraphs = [part.strip() for part in text.split("\n") if part.strip()]
    title = html.escape(paragraphs[0][:90]) if paragraphs else "News"
    linked = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "datePublished": f"2024-05-{chance.randrange(1, 29):02}T08:00:00Z",
        "url": url,
    }
    style = "".join([f".c{i}{{margin:{i % 7}px;color:#{chance.randrange(16**6):06x};padding:{i % 5}px}}" for i in range(250)])
    scripts = "".join([f"<script>{_SCRIPT % i}</script>" for i in range(60)])
    menu = "".join([f'<li class="c{i}"><a href="/{topic.lower()}/{i}">{topic}</a></li>' for i, topic in enumerate(_TOPICS * 4)])
    body = "".join([f'<p class="c{i % 250}">{html.escape(part)}</p>' for i, part in enumerate(paragraphs)])
    cards = [
        f'<div class="card c{i}"><a href="/r/{i}"><img src="/i/{i}.jpg" alt=""><h3>{chance.choice(_TOPICS)} today</h3></a></div>' for i in range(120)
    ]
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title><link rel="canonical" href="{url}">'
        f'<script type="application/ld+json">{json.dumps(linked)}</script><style>{style}</style>{scripts}</head><body>'
        f"<header><nav><ul>{menu}</ul></nav></header><main><article><h1>{title}</h1>{body}</article></main>"
        f'<aside class="related">{"".join(cards)}</aside><footer><ul>{menu}</ul><p>All rights reserved.</p></footer>{scripts}</body></html>'
    ).encode()


def _beside(chance: random.Random, url: str) -> bytes:
    return chance.choice([
        lambda: _record("request", url, b"GET / HTTP/1.1\r\nHost: site.example\r\n\r\n"),
        lambda: _record("metadata", url, b"fetchTimeMs: 120\r\n"),
        lambda: _response(url, chance.randbytes(30_000), media="image/jpeg"),
        lambda: _response(url, b"<html><body><h1>Not found</h1></body></html>", status=404),
    ])()  # fmt: skip


def _response(url: str, body: bytes, *, status: int = 200, media: str = "text/html") -> bytes:
    head = f"HTTP/1.1 {status} OK\r\nContent-Type: {media}; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
    return _record("response", url, head.encode() + body)


def _record(kind: str, url: str, block: bytes) -> bytes:
    name = uuid.uuid5(uuid.NAMESPACE_URL, kind + url)
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-14T09:00:00Z\r\nWARC-Record-ID: <urn:uuid:{name}>\r\n"
    head += f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


if __name__ == "__main__":
    sys.exit(main())
