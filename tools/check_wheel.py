"""Build the wheel, compare it with the source tree, install it into a fresh environment, and start Plexus from it."""

import json
import subprocess
import sys
import tempfile
import urllib.request
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
BUNDLES = "plexus/shell/static/plexus/dist/"


def main() -> None:
    """Exit with a sentence when the wheel lacks something or does not run."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        wheel = _build(folder)
        _compare(set(zipfile.ZipFile(wheel).namelist()))
        _start(_installed(wheel, folder / "venv"), folder / "data")


def _build(folder: Path) -> Path:
    command: list[str | Path] = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    (wheel,) = folder.glob("*.whl")
    return wheel


def _compare(packed: set[str]) -> None:
    wanted = _tracked() | _bundles() | {name.removesuffix("po") + "mo" for name in packed if name.endswith(".po")}
    if missing := sorted(wanted - packed):
        sys.exit("The wheel lacks: " + ", ".join(missing))
    if strange := sorted(name for name in packed if not name.startswith(("plexus/", "plexus_crm-"))):
        sys.exit("The wheel should not hold: " + ", ".join(strange))


def _tracked() -> set[str]:
    """Every file that belongs to the package, as git knows them."""
    listed = subprocess.run(["git", "ls-files", "-z", "src"], cwd=ROOT, check=True, capture_output=True, text=True)
    return {name.removeprefix("src/") for name in listed.stdout.split("\0") if name}


def _bundles() -> set[str]:
    """What each entry point among the assets must have become."""
    assets = SOURCE / "plexus/shell/assets"
    entries = [*(assets / "js").glob("*.js"), *(assets / "css").glob("app.css")]
    return {f"{BUNDLES}{entry.name}" for entry in entries if entry.stem in {"app", "charts", "docs"}}


def _installed(wheel: Path, folder: Path) -> Path:
    venv.create(folder, with_pip=True)
    pip: list[str | Path] = [
        folder / "bin" / "python",
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--quiet",
    ]
    subprocess.run([*pip, "--require-hashes", "-r", ROOT / "requirements/run.lock"], check=True)
    subprocess.run([*pip, "--no-deps", wheel], check=True)
    return folder / "bin" / "plexus"


def _start(plexus: Path, data: Path) -> None:
    subprocess.run([plexus, "--version"], check=True)
    up: list[str | Path] = [plexus, "up", "--json", "--port", "0", "--data", data]
    with subprocess.Popen(up, cwd=data.parent, stdout=subprocess.PIPE) as running:
        try:
            said = json.loads(running.stdout.readline() if running.stdout else "{}")
            with urllib.request.urlopen(f"{said['url']}/readyz", timeout=10) as answer:
                print("The wheel runs:", answer.read().decode())
        finally:
            running.terminate()


if __name__ == "__main__":
    main()
