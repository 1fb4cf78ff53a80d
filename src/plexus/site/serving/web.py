"""The web server process: `python -m plexus.site.serving.web HOST PORT`, pages and API over WSGI."""

import os
import sys

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

MOST_WORKERS = 4
THREADS = 3


def workers() -> int:
    """How many worker processes: one for each core that we may use, within reason."""
    return max(1, min(_cores(), MOST_WORKERS))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def main(host: str, port: int) -> None:
    """Serve until told to stop."""
    Server(
        "plexus.site.serving.tied_wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=int(os.environ.get("PLEXUS_WEB_WORKERS", workers())),
        blocking_threads=int(os.environ.get("PLEXUS_WEB_THREADS", THREADS)),
        respawn_failed_workers=True,
        respawn_interval=1.0,
        workers_kill_timeout=5,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
