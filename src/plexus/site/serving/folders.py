"""The data folder: everything that Plexus must not lose, closed to others."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.site.serving.postgres.server import Place

LEAST_FREE = 256 * 1024 * 1024


class NoDataFolder(Refusal):
    """The data folder cannot be made or written."""

    message = _("The data folder %(folder)s cannot be used: %(reason)s.")


class DiskFull(Refusal):
    """Too little room to write."""

    message = _("Only %(free)s MB are free on the disk of %(folder)s. Plexus needs at least %(least)s MB to start.")


@dataclass(frozen=True)
class DataFolder:
    """Where things lie in a data folder."""

    path: Path

    @property
    def is_new(self) -> bool:
        """Whether there is no database in it yet."""
        return not self.place.database.exists()

    @property
    def place(self) -> Place:
        """Of the embedded PostgreSQL."""
        return Place(database=self.path / "database", log=self.path / "logs" / "postgres.log")

    def ensure(self) -> None:
        """Make the folder, for our own eyes. Raises NoDataFolder or DiskFull."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self.path.chmod(0o700)
            (self.path / "lock").touch()
        except OSError as error:
            raise NoDataFolder(folder=self.path, reason=error.strerror or error) from error
        if (free := self.free_bytes()) < LEAST_FREE:
            raise DiskFull(folder=self.path, free=free // 2**20, least=LEAST_FREE // 2**20)

    def free_bytes(self) -> int:
        """Room left on its disk."""
        return shutil.disk_usage(self.path).free
