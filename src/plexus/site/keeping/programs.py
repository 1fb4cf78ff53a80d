"""PostgreSQL's own programs that write a database down and put it back."""

import subprocess
from pathlib import Path

from plexus.site.keeping.troubles import DumpFailed
from plexus.site.serving.postgres import binaries, clusters

SAID = 600


def dump(url: str, snapshot: str, target: Path) -> None:
    """Write the database as a snapshot sees it. Raises DumpFailed."""
    _run("pg_dump", "--format=custom", "--compress=3", f"--snapshot={snapshot}", f"--file={target}", url)


def put_back(url: str, dumped: Path, *, jobs: int = 2) -> None:
    """Fill an empty database from what `dump` wrote. Raises DumpFailed."""
    _run("pg_restore", "--exit-on-error", "--no-owner", f"--jobs={jobs}", f"--dbname={url}", str(dumped))


def _run(program: str, *arguments: str) -> None:
    command = [str(binaries.in_wheel() / program), *arguments]
    done = subprocess.run(command, env=clusters.ENVIRONMENT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DumpFailed(program=program, reason=done.stderr.strip()[-SAID:])
