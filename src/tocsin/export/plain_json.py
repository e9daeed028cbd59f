"""JSON in which nothing hides: characters that nobody would see, or that would turn others round, stand as escapes.

Who reads the JSON gets the same text; who looks at the file sees what is in it, and an editor or a terminal shows it in the order it has.
"""

import json
import re

import msgspec

_UNSEEN = re.compile(r"[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")


def plain_json(record: object) -> bytes:
    """The record as UTF-8 JSON on one line. JSON allows these characters only inside strings, where an escape is the same."""
    encoded = msgspec.json.encode(record)
    return encoded if encoded.isascii() and b"\x7f" not in encoded else _UNSEEN.sub(_escape, encoded.decode()).encode()


def _escape(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]
