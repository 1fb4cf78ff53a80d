"""As whom PostgreSQL runs: as ourselves, or, since it refuses root, as a system user of its own."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from plexus.site.serving.postgres.troubles import NoSystemUser

NAME = "plexus"


class Popen(TypedDict, total=False):
    """Arguments of `subprocess.Popen` that make a child run as an account."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """A system user, or (both ids None) whoever we are."""

    uid: int | None = None
    gid: int | None = None

    def popen(self) -> Popen:
        """Arguments by which a child process runs as this account."""
        if self.uid is None or self.gid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, folder: Path) -> None:
        """Give the folder itself, and never its parents, to this account; nobody else may look in."""
        folder.chmod(0o700)
        if self.uid is not None and self.gid is not None:
            os.chown(folder, self.uid, self.gid)


def for_database() -> Account:
    """The account that PostgreSQL runs as. Makes the system user when root needs one. Raises NoSystemUser."""
    if os.geteuid() != 0:
        return Account()
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        _create()
        entry = pwd.getpwnam(NAME)
    return Account(entry.pw_uid, entry.pw_gid)


def _create() -> None:
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        raise NoSystemUser(name=NAME, reason=error) from error
    if done.returncode and not _exists():
        raise NoSystemUser(name=NAME, reason=done.stderr.strip())


def _exists() -> bool:
    try:
        pwd.getpwnam(NAME)
    except KeyError:
        return False
    return True
