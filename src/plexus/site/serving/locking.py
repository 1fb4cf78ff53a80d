"""One Plexus per data folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from plexus.site.serving.troubles import Trouble


class AlreadyRunning(Trouble):
    """Another Plexus holds the data folder."""

    message = _("Plexus is already running on %(folder)s (process %(pid)s). Stop that one first, or use another --data.")


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the data folder until the end of the block, or of this process however it ends. Raises AlreadyRunning."""
    with (folder / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise AlreadyRunning(folder=folder, pid=file.read().strip()) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
