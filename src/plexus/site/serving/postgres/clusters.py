"""The database folder: made once by initdb, whole or not at all."""

import shutil
import subprocess
import sys
from pathlib import Path

from plexus.site.serving.postgres import binaries
from plexus.site.serving.postgres.accounts import Account
from plexus.site.serving.postgres.troubles import NotMade, OtherVersion

SUPERUSER = "plexus"
DATABASE = "plexus"
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC"}


def seen_from_inside(folder: Path, account: Account) -> str:
    """The name by which a process whose working directory is the folder reaches it.

    A system user may not walk through closed parents such as /root; the kernel's link to the working directory
    leads straight there, so no parent needs opening.
    """
    return str(folder) if account.uid is None or sys.platform != "linux" else "/proc/self/cwd"


def ensure(folder: Path, *, programs: Path, account: Account) -> None:
    """Make the cluster if the folder holds none. Raises NotMade, or OtherVersion if another PostgreSQL made it."""
    stamp = folder / "PG_VERSION"
    if not stamp.exists():
        _make(folder, programs=programs, account=account)
    if (theirs := stamp.read_text().strip()) != binaries.major():
        raise OtherVersion(folder=folder, theirs=theirs, ours=binaries.major())


def _make(folder: Path, *, programs: Path, account: Account) -> None:
    making = folder.with_name(f"{folder.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    account.own(making)
    inside = seen_from_inside(making, account)
    _run([programs / "initdb", *_options(inside)], making, account)
    single: list[str | Path] = [programs / "postgres", "--single", "-D", inside, "postgres"]
    _run(single, making, account, typed=f"CREATE DATABASE {DATABASE}\n")
    making.rename(folder)


def _run(command: list[str | Path], folder: Path, account: Account, *, typed: str = "") -> None:
    done = subprocess.run(
        command,
        input=typed,
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        **account.popen(),
    )
    if done.returncode:
        raise NotMade(folder=folder, reason=done.stderr.strip())


def _options(folder: str) -> list[str]:
    return [
        f"--pgdata={folder}",
        f"--username={SUPERUSER}",
        "--encoding=UTF8",
        # Collation of PostgreSQL itself: an upgrade of the operating system cannot break an index.
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        # pg_trgm still asks the C library what a letter is.
        "--lc-ctype=C.UTF-8",
        "--lc-collate=C",
        "--lc-messages=C",
        "--data-checksums",
        # Whoever reaches the socket in its private folder is the server's own user, or root.
        "--auth-local=trust",
        "--auth-host=reject",
        "--no-instructions",
    ]
