"""What kind of thing some bytes are: by the ending of the name, else by how they begin."""

import re

TEXT = "text/plain"
HTML = "text/html"
PDF = "application/pdf"
JSON = "application/json"
JSON_LINES = "application/x-ndjson"
FEED = "application/xml"

BY_SUFFIX = {
    ".txt": TEXT,
    ".text": TEXT,
    ".md": TEXT,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".pdf": PDF,
    ".jsonl": JSON_LINES,
    ".ndjson": JSON_LINES,
    ".json": JSON,
}

NOT_A_REPORT = {
    ".csv": "a table; put one report a line into a .jsonl file with the fields id, text, published, publisher, url, title",
    ".tsv": "a table; put one report a line into a .jsonl file with the fields id, text, published, publisher, url, title",
    ".xml": "XML; save the text of each report as .txt or .html",
    ".rtf": "a rich-text file; save it as plain text or PDF",
    ".py": "a program",
    ".js": "a program",
    ".css": "a style sheet",
    ".yaml": "a settings file",
    ".yml": "a settings file",
    ".log": "a log",
}
"""Text that holds no report as it stands, with what to do; other unknown endings are judged by their bytes."""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a ZIP archive or an Office document (docx, odt, epub); unpack it, or save the document as text or PDF"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document (doc); save it as text or PDF"),
    (b"{\\rtf", "a rich-text file; save it as plain text or PDF"),
    (b"\x1f\x8b", "a gzip archive; unpack it first"),
    (b"BZh", "a bzip2 archive; unpack it first"),
    (b"\xfd7zXZ", "an xz archive; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a zstandard archive; unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"\x89PNG", "a PNG picture; run a text recognition (OCR) over it first"),
    (b"\xff\xd8\xff", "a JPEG picture; run a text recognition (OCR) over it first"),
    (b"GIF8", "a GIF picture; run a text recognition (OCR) over it first"),
    (b"II*\x00", "a TIFF picture; run a text recognition (OCR) over it first"),
    (b"MM\x00*", "a TIFF picture; run a text recognition (OCR) over it first"),
    (b"RIFF", "a picture, sound or video file"),
    (b"OggS", "a sound or video file"),
    (b"ID3", "a sound file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a Windows program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"PAR1", "a Parquet table"),
    (b"WARC/1.", "a WARC archive; take the pages out of it first"),
)
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body|article|meta|title|div|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_SNIFFED = 2048


def recognise(raw: bytes) -> str | None:
    """What a file that is no report is, from its first bytes, with what to do; None when they tell nothing."""
    if raw[4:8] == b"ftyp":
        return "a video file"
    return next((name for magic, name in _MAGIC if raw.startswith(magic)), None)


def sniff(start: bytes) -> str:
    """The media type of bytes without a telling name; plain text where nothing speaks against it (the decoder refuses what is binary).

    JSON is told by its first character alone; `tocsin.intake.jsonl` finds out whether it is one value or one a line.
    """
    start = start[:_SNIFFED]
    if b"%PDF-" in start[:1024]:
        return PDF
    if _HTML_START.match(start.removeprefix(b"\xef\xbb\xbf")):
        return HTML
    head = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if re.match(rb'\{\s*"|\[\s*\{\s*"', head):
        return JSON
    return TEXT
