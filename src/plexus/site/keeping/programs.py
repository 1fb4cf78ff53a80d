"""PostgreSQL's own programs that write a database down and put it back."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from plexus.site.keeping.troubles import DumpFailed
from plexus.site.serving.postgres import binaries, clusters

SAID = 600


def dump(url: str, snapshot: str, target: Path) -> None:
    """Write the database as a snapshot sees it. Raises DumpFailed."""
    _run("pg_dump", url, "--format=custom", "--compress=3", f"--snapshot={snapshot}", f"--file={target}")


def put_back(url: str, dumped: Path, *, jobs: int = 2) -> None:
    """Fill an empty database from what `dump` wrote. Raises DumpFailed."""
    _run("pg_restore", url, "--exit-on-error", "--no-owner", f"--jobs={jobs}", str(dumped))


def reached(url: str) -> tuple[str, Mapping[str, str]]:
    """A database's address as an argument, and the environment beside it.

    Everybody on the machine can read the arguments of a process, so the password is not among them.
    """
    given = conninfo_to_dict(url)
    password = given.pop("password", None)
    secret = {"PGPASSWORD": str(password)} if password else {}
    return f"--dbname={make_conninfo('', **given)}", {**clusters.ENVIRONMENT, **secret}


def _run(program: str, url: str, *arguments: str) -> None:
    database, environment = reached(url)
    command = [str(binaries.in_wheel() / program), database, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DumpFailed(program=program, reason=done.stderr.strip()[-SAID:])
