"""Build hook: the wheel holds the plain SQLite file, made from the compressed copy in git. An editable install gets it beside the package."""

import hashlib
import lzma
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Unpack(BuildHookInterface):  # type: ignore[type-arg]
    """Decompress `gazetteer.db.xz` unless the file beside it already has the right hash."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Write the file, check it, and put it into the wheel although git ignores it."""
        package = Path(self.root) / "src" / "tocsin_gazetteer"
        database, wanted = package / "gazetteer.db", (package / "gazetteer.db.sha256").read_text(encoding="ascii").split()[0]
        if not database.is_file() or hashlib.sha256(database.read_bytes()).hexdigest() != wanted:
            content = lzma.decompress((package / "gazetteer.db.xz").read_bytes())
            if hashlib.sha256(content).hexdigest() != wanted:
                raise RuntimeError("gazetteer.db.xz does not unpack to what gazetteer.db.sha256 says; run: python -m build_gazetteer")
            database.write_bytes(content)
        self.app.display_info(f"gazetteer.db: {database.stat().st_size / 1e6:.1f} MB")
        build_data["artifacts"].append("src/tocsin_gazetteer/gazetteer.db")
