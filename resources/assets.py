"""Fetch the workbench's vendored browser files and record what they are.

    python -m resources.assets            fetch the packages of assets.toml with `npm pack` and write src/tocsin/web/static/vendor
    python -m resources.assets --check    fail when a file there is missing, unknown or not the one recorded (CI; offline)

The files are served as they are: nothing is built when Tocsin is installed, and no page fetches anything from elsewhere.
"""

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from resources import world

HERE = Path(__file__).parent
VENDOR = HERE.parent / "src" / "tocsin" / "web" / "static" / "vendor"
MANIFEST = "manifest.json"


def fetched(name: str, version: str, folder: Path) -> Path:
    """The unpacked npm package below `folder`. Exits when npm is missing or knows no such package."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is needed to fetch the packages; --check works without it")
    done = subprocess.run(  # noqa: S603 - names and versions come from our own manifest
        [npm, "pack", f"{name}@{version}", "--silent"], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"npm pack {name}@{version} failed:\n{done.stderr}")
    with tarfile.open(folder / done.stdout.split()[-1]) as archive:
        archive.extractall(folder / name, filter="data")
    return folder / name / "package"


def write() -> None:
    """Replace the vendor folder by what assets.toml asks for."""
    wanted = tomllib.loads((HERE / "assets.toml").read_text(encoding="utf-8"))
    shutil.rmtree(VENDOR, ignore_errors=True)
    packages = []
    for package in wanted["package"]:
        target = VENDOR / package["folder"]
        target.mkdir(parents=True)
        with tempfile.TemporaryDirectory() as scratch:
            unpacked = fetched(package["name"], package["version"], Path(scratch))
            for file in package["files"]:
                shutil.copyfile(unpacked / file, target / Path(file).name)
            if "world" in package:
                atlas = json.loads((unpacked / package["world"]).read_text(encoding="utf-8"))
                for name, collection in world.collections(atlas, **wanted["iso"]).items():
                    (target / name).write_text(json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
        packages.append({key: package[key] for key in ("folder", "name", "version", "licence")} | {"files": hashes(target)})
    (VENDOR / MANIFEST).write_text(json.dumps(packages, indent=2) + "\n", encoding="utf-8")


def hashes(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file in `folder`, by name."""
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}


def faults(vendor: Path = VENDOR) -> list[str]:
    """What is wrong with the vendored files, each as a sentence: missing, changed, unknown, without a licence, or not the version asked for."""
    recorded: list[dict[str, Any]] = json.loads((vendor / MANIFEST).read_text(encoding="utf-8"))
    wanted = tomllib.loads((HERE / "assets.toml").read_text(encoding="utf-8"))["package"]
    found = []
    if [(p["folder"], p["name"], p["version"]) for p in recorded] != [(p["folder"], p["name"], p["version"]) for p in wanted]:
        found.append("the manifest does not list the packages of assets.toml")
    for package in recorded:
        folder = vendor / package["folder"]
        present = hashes(folder) if folder.is_dir() else {}
        found += [f"{package['folder']}/{name} is missing" for name in package["files"].keys() - present.keys()]
        found += [f"{package['folder']}/{name} is not recorded" for name in present.keys() - package["files"].keys()]
        found += [
            f"{package['folder']}/{name} is not the file recorded"
            for name in package["files"].keys() & present.keys()
            if package["files"][name] != present[name]
        ]
        if not any(name.startswith("LICENSE") for name in present):
            found.append(f"{package['folder']} has no licence file")
    folders = {package["folder"] for package in recorded}
    found += [f"{path.name} is not recorded" for path in vendor.iterdir() if path.name not in folders | {MANIFEST}]
    return sorted(found)


def main() -> None:
    """Write or check."""
    parser = argparse.ArgumentParser(description="Fetch the workbench's vendored browser files.")
    parser.add_argument("--check", action="store_true", help="fail when the files are not the recorded ones")
    if not parser.parse_args().check:
        write()
    if found := faults():
        sys.exit("\n".join([*found, "run: python -m resources.assets"]))
    print("vendored files are as recorded")


if __name__ == "__main__":
    main()
