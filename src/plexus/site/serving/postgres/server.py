"""One embedded PostgreSQL server: started on a folder as a child of this process, stopped cleanly."""

import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from plexus.site.serving import dying
from plexus.site.serving.postgres import accounts, binaries, clusters, leftovers, tuning
from plexus.site.serving.postgres.troubles import Died, TooSlow

# Socket paths may have 107 bytes, so sockets never lie in the data folder, whose path may be long.
# A fresh private folder is made in this one.
SOCKET_PARENT = Path("/tmp")  # noqa: S108
_STATUS_LINE = 7


@dataclass(frozen=True)
class Place:
    """Where a server keeps its rows and its log."""

    database: Path
    log: Path


def url(sockets: Path, name: str = clusters.DATABASE) -> str:
    """The DATABASE_URL of the server that has its socket in this folder."""
    return f"postgresql://{clusters.SUPERUSER}@/{name}?host={quote(str(sockets), safe='')}"


def running_url(database: Path) -> str | None:
    """The DATABASE_URL of the server that runs on this database folder; None without one."""
    link = leftovers.link(database)
    return url(link.readlink()) if link.is_symlink() and any(link.glob(".s.PGSQL.*")) else None


class Server:
    """A PostgreSQL server on a folder. The caller holds the folder's lock for as long as this lives."""

    def __init__(self, place: Place, *, durable: bool = True) -> None:
        self.place = place
        self.durable = durable
        self._process: subprocess.Popen[bytes] | None = None
        self._sockets: Path | None = None

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The running server process."""
        if self._process is None:
            raise RuntimeError("The server has not been started.")
        return self._process

    def start(self, *, patience: float = 600.0) -> str:
        """Start, wait through any recovery, give the DATABASE_URL (the same when started again). Raises a Refusal."""
        account = accounts.for_database()
        programs = binaries.reachable_by(account)
        clusters.ensure(self.place.database, programs=programs, account=account)
        leftovers.end(self.place.database, patience=30.0)
        self._sockets = self._sockets or self._make_sockets(account)
        self._process = self._spawn(programs / "postgres", account)
        try:
            self._wait_until_ready(patience)
        except BaseException:
            self.stop()
            raise
        return url(self._sockets)

    def stop(self, *, patience: float = 60.0) -> None:
        """End connections, write everything down, stop. After `patience` seconds stop at once (recovery follows)."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(patience)
            except subprocess.TimeoutExpired:
                self._process.send_signal(signal.SIGQUIT)
                self._process.wait(patience)
        leftovers.unlink_sockets(self.place.database)
        self._sockets = None

    def _make_sockets(self, account: accounts.Account) -> Path:
        leftovers.unlink_sockets(self.place.database)
        sockets = Path(tempfile.mkdtemp(prefix=leftovers.SOCKETS, dir=SOCKET_PARENT))
        account.own(sockets)
        leftovers.link(self.place.database).symlink_to(sockets)
        return sockets

    def _spawn(self, program: Path, account: accounts.Account) -> subprocess.Popen[bytes]:
        folder = self.place.database
        self.place.log.parent.mkdir(parents=True, exist_ok=True)
        with self.place.log.open("ab") as log:
            return subprocess.Popen(
                [
                    program,
                    *("-D", clusters.seen_from_inside(folder, account)),
                    *("-k", str(self._sockets)),
                    *tuning.arguments(folder, durable=self.durable),
                ],
                cwd=folder,
                env=clusters.ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # There are no other threads, and between fork and exec it makes one system call.
                # Ctrl-C in the terminal is for the supervisor alone, which stops its parts in order.
                start_new_session=True,
                preexec_fn=dying.with_parent(signal.SIGINT),  # noqa: PLW1509
                **account.popen(),
            )

    def _wait_until_ready(self, patience: float) -> None:
        end = time.monotonic() + patience
        while not self._ready():
            if self.process.poll() is not None:
                raise Died(log=self.place.log, tail=_tail(self.place.log))
            if time.monotonic() > end:
                raise TooSlow(seconds=int(patience), log=self.place.log)
            time.sleep(0.02)

    def _ready(self) -> bool:
        try:
            lines = (self.place.database / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        mine = bool(lines) and lines[0] == str(self.process.pid)
        return mine and len(lines) > _STATUS_LINE and lines[_STATUS_LINE].startswith("ready")


def _tail(log: Path, lines: int = 12) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
