"""Build what is released, and try it in environments that hold nothing else.

python -m resources.release                                    build into dist/ and try it with this Python
python -m resources.release --python python3.11 python3.13     with these

Builds the sdist and the wheel of tocsin and of tocsin-gazetteer. The wheel made from the sdist must hold the same files as one made of the source.
Beside them goes sbom.json (CycloneDX), the list of what is installed with them. Then, for each Python, a new environment gets the wheels and passes
the smoke test away from the source: the example story is coded, reconciled, shown, exported and looked after.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
DIST = ROOT / "dist"
SMOKE = (
    "tocsin --version",
    "tocsin code story --store unrest.db",
    "tocsin code story --no-model --format jsonl",
    "tocsin reconcile --store unrest.db",
    "tocsin show --store unrest.db",
    "tocsin export --as acled --store unrest.db --out out",
    "tocsin doctor --store unrest.db",
)
EXPECTED = {"tocsin show --store unrest.db": "14–16, best 16"}
"""Words that a step must print: the toll of the story's shooting."""


class ReleaseError(Exception):
    """A build or a smoke test failed."""


def build(into: Path) -> list[Path]:
    """Both packages, and their wheels. Raises ReleaseError when the sdist does not hold all that the wheel is made of."""
    shutil.rmtree(into, ignore_errors=True)
    for project in (ROOT, ROOT / "gazetteer"):
        _run([sys.executable, "-m", "build", "--outdir", str(into), str(project)], ROOT)
    with tempfile.TemporaryDirectory() as folder:
        _run([sys.executable, "-m", "build", "--wheel", "--outdir", folder, str(ROOT)], ROOT)
        (direct,) = Path(folder).glob("*.whl")
        (through_sdist,) = into.glob("tocsin-*.whl")
        different = sorted({name for name, _ in _contents(direct) ^ _contents(through_sdist)})
        if different:
            raise ReleaseError(f"the sdist makes another wheel than the source does: {', '.join(different[:10])}")
    list_parts(into)
    return sorted(into.iterdir())


def _contents(wheel: Path) -> set[tuple[str, str]]:
    """Names and hashes of the files of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return {(name, hashlib.sha256(archive.read(name)).hexdigest()) for name in archive.namelist()}


def list_parts(into: Path) -> Path:
    """Write the list of parts, a CycloneDX file with the hashes of every locked version; the same input gives the same bytes."""
    made = into / "sbom.json"
    command = [
        sys.executable,
        "-m",
        "cyclonedx_py",
        "requirements",
        str(ROOT / "requirements" / "run.txt"),
        "--pyproject",
        str(ROOT / "pyproject.toml"),
    ]
    _run([*command, "--output-reproducible", "--of", "JSON", "-o", str(made)], ROOT)
    return made


def smoke(python: str, dist: Path) -> str:
    """Install the wheels with `python` and use them; returns its version. Raises ReleaseError when something fails."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        environment = home / "environment"
        if python == sys.executable:
            venv.create(environment, with_pip=True)
        else:
            _run([python, "-m", "venv", str(environment)], home)
        programs = environment / "bin"
        wheels = [str(wheel) for wheel in sorted(dist.glob("*.whl"))]
        _run([str(programs / "python"), "-m", "pip", "install", "--quiet", *wheels], home)
        shutil.copytree(ROOT / "examples" / "story", home / "story")
        for step in SMOKE:
            printed = _run([str(programs / step.split()[0]), *step.split()[1:]], home)
            if EXPECTED.get(step, "") not in printed:
                raise ReleaseError(f"{python}: {step} does not print {EXPECTED[step]}:\n{printed}")
        return _run([str(programs / "python"), "--version"], home).strip()


def _run(arguments: list[str], folder: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own commands
    if done.returncode:
        raise ReleaseError(f"{' '.join(arguments)} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def main(arguments: list[str] | None = None) -> int:
    """Parse the command line; build and try."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", nargs="+", default=[sys.executable], help="the Pythons to try it with")
    options = parser.parse_args(arguments)
    try:
        for made in build(DIST):
            print(f"{made.stat().st_size / 1e6:6.1f} MB  {hashlib.sha256(made.read_bytes()).hexdigest()}  {made.name}")
        for python in options.python:
            print(f"works with {smoke(python, DIST)}")
    except ReleaseError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
