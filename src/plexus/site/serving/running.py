"""All of Plexus on this machine: database, preparation, web, worker; from start to clean end."""

import importlib.util
import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.site.serving import addresses, answering, locking, ports, supervising
from plexus.site.serving.folders import DataFolder
from plexus.site.serving.parts import DatabasePart, Part, PythonPart
from plexus.site.serving.postgres.server import Server
from plexus.site.serving.stamps import Stamp
from plexus.site.serving.supervising import Watched

WORKER = "plexus.site.command.verbs.worker"


class NotPrepared(Refusal):
    """Migrations, or what follows them, failed."""

    message = _("The database could not be prepared. What went wrong stands above.")


@dataclass(frozen=True)
class Asked:
    """How Plexus shall run. `database_url` empty: on its own embedded PostgreSQL. `port` 0: any free one."""

    folder: DataFolder
    host: str
    port: int
    database_url: str
    demo: bool


@dataclass(frozen=True)
class Ready:
    """Where Plexus runs, and the link by which the first administrator signs in, while there is none yet."""

    url: str
    data: str
    sign_in: str | None


def run(asked: Asked, *, when_ready: Callable[[Ready], None]) -> None:
    """Run until SIGINT or SIGTERM. Raises a Refusal when Plexus cannot start."""
    asked.folder.ensure()
    with locking.held(asked.folder.path) as hold, supervising.stoppable(), ExitStack() as at_the_end:
        port = ports.free(asked.host, asked.port, patience=0.0 if hold.left_cleanly else 10.0)
        running = _Running(asked, port, at_the_end)
        when_ready(running.start())
        while True:
            supervising.watch(running.watched)
            time.sleep(supervising.GLANCE)


class _Running:
    """The parts that run, each stopped when the stack unwinds, the last started first."""

    def __init__(self, asked: Asked, port: int, at_the_end: ExitStack) -> None:
        self.watched: list[Watched] = []
        self._asked = asked
        self._port = port
        self._at_the_end = at_the_end
        origin, named = os.environ.get("PLEXUS_ORIGIN", ""), os.environ.get("PLEXUS_HOSTS", "")
        self._origin = origin or f"http://{answering.address_for_people(asked.host)}:{port}"
        self._environment = {
            "PLEXUS_DATA": str(asked.folder.path),
            "PLEXUS_HOSTS": answering.hosts(asked.host, origin=origin, named=named),
            "PLEXUS_HASHED_STATIC": os.environ.get("PLEXUS_HASHED_STATIC", "true"),
            "DATABASE_URL": asked.database_url,
            # The demo's open doors are for this machine alone.
            "PLEXUS_DEMO": os.environ.get("PLEXUS_DEMO", str(asked.host in answering.LOOPBACK)),
        }

    def start(self) -> Ready:
        """Database, preparation, web and worker, in this order."""
        if not self._asked.database_url:
            self._environment["DATABASE_URL"] = self._start_database()
        # On a database known to be prepared the web server need not wait; the check goes on beside it.
        stamp = Stamp(self._asked.folder, self._asked.database_url)
        known = stamp.fits()
        preparation = self._begin_to_prepare(static=not known)
        if not known:
            self._finish(preparation)
        for part in self._parts():
            self._add(part)
        said = self._finish(preparation)
        answering.wait_until_ready(self._asked.host, self._port, self.watched)
        stamp.put()
        addresses.keep(self._asked.folder.path, self._origin)
        return Ready(url=self._origin, data=str(self._asked.folder.path), sign_in=json.loads(said)["sign_in"])

    def _start_database(self) -> str:
        server = Server(self._asked.folder.place)
        self._at_the_end.callback(server.stop)
        url = server.start()
        self.watched.append(Watched(DatabasePart(server), time.monotonic()))
        return url

    def _begin_to_prepare(self, *, static: bool) -> PythonPart:
        wishes = {"--demo": self._asked.demo, "--static": static}
        arguments = ["plexus.site.serving.preparing", self._origin, *(wish for wish, is_so in wishes.items() if is_so)]
        part = PythonPart("preparation", arguments, self._environment, patience=30.0, stdout=subprocess.PIPE)
        self._at_the_end.callback(part.stop)
        part.start()
        return part

    def _finish(self, preparation: PythonPart) -> str:
        said = preparation.output()
        if preparation.exit_code() != 0:
            raise NotPrepared
        return said.splitlines()[-1]

    def _parts(self) -> Iterator[Part]:
        web = ["plexus.site.serving.web", self._asked.host, str(self._port)]
        yield PythonPart("web", web, self._environment, patience=15.0)
        if importlib.util.find_spec(WORKER) is not None:
            yield PythonPart("worker", ["plexus", "worker"], self._environment, patience=30.0)

    def _add(self, part: Part) -> None:
        self._at_the_end.callback(part.stop)
        part.start()
        self.watched.append(Watched(part, time.monotonic()))
