"""Worker processes on the test database."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from django.db import connections

PATIENCE = 60.0
HERE = Path(__file__).parent


class Worker:
    """A worker process that can be waited for, stopped and killed."""

    def __init__(self, folder: Path, **lanes: float) -> None:
        self.log = folder / f"worker-{time.monotonic_ns()}.log"
        environment = os.environ | {
            "DATABASE_URL": url(),
            "PLEXUS_DATA": str(folder),
            "PYTHONPATH": os.pathsep.join([*sys.path, str(HERE)]),
            "DJANGO_SETTINGS_MODULE": "plexus.site.settings",
        }
        with self.log.open("wb") as log:
            command = [sys.executable, str(HERE / "a_worker.py"), json.dumps(lanes)]
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def url() -> str:
    """The DATABASE_URL of the test database."""
    known = connections["default"].settings_dict
    places = (("host", "HOST"), ("port", "PORT"))
    parts = [f"{key}={quote(str(known[name]))}" for key, name in places if known.get(name)]
    secret = f":{quote(known['PASSWORD'])}" if known.get("PASSWORD") else ""
    return f"postgresql://{known['USER']}{secret}@/{known['NAME']}?{'&'.join(parts).replace('/', '%2F')}"


def until(true: Callable[[], object], *, patience: float = PATIENCE) -> None:
    """Wait until something holds."""
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
