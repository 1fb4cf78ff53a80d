"""How a subcommand reaches the database: the running one, or the embedded one started for as long as it takes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import Error, connections

from plexus.kernel.values.refusals import gettext_noop as _
from plexus.site import databases
from plexus.site.command.verb import Unreachable
from plexus.site.serving import locking
from plexus.site.serving.folders import DataFolder
from plexus.site.serving.postgres.server import Server, running_url


class NoPlexusHere(Unreachable):
    """The data folder holds no database."""

    message = _("There is no Plexus in %(folder)s. Start one with “plexus up”, or say where it is with --data.")


class NoAnswer(Unreachable):
    """The database server does not answer."""

    message = _("The database cannot be reached: %(reason)s")


class Starting(Unreachable):
    """Somebody holds the folder, but no database server runs in it yet, or any more."""

    message = _("The Plexus in %(folder)s is just starting or stopping. Try again in a moment.")


@contextmanager
def database(data: Path) -> Iterator[None]:
    """Within the block, Django's connections lead to the database of this data folder (or of DATABASE_URL).

    Raises Unreachable.
    """
    folder = DataFolder(data)
    if os.environ.get("DATABASE_URL"):
        yield from _checked()
    elif not folder.place.database.is_dir():
        raise NoPlexusHere(folder=data)
    elif locking.is_held(data):
        yield from _joined(folder)
    else:
        yield from _started(folder)


def point_at(url: str) -> None:
    """Lead Django's connections, none of them open yet, to this database."""
    os.environ["DATABASE_URL"] = url
    for alias, values in databases.aliases(url).items():
        settings.DATABASES[alias].update(values)
        connections.settings[alias].update(settings.DATABASES[alias])


@contextmanager
def made(folder: DataFolder) -> Iterator[str]:
    """The address of the folder's database server, made if the folder has none; or DATABASE_URL.

    The caller holds the folder's lock. Django's connections stay closed.
    """
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    server = Server(folder.place)
    try:
        yield server.start()
    finally:
        server.stop()


def _joined(folder: DataFolder) -> Iterator[None]:
    url = running_url(folder.place.database)
    if url is None:
        raise Starting(folder=folder.path)
    point_at(url)
    yield from _checked()


def _started(folder: DataFolder) -> Iterator[None]:
    with locking.held(folder.path):
        server = Server(folder.place)
        try:
            point_at(server.start())
            yield from _checked()
        finally:
            connections.close_all()
            server.stop()


def _checked() -> Iterator[None]:
    try:
        connections["owner"].ensure_connection()
    except Error as error:
        raise NoAnswer(reason=str(error).strip()) from error
    yield
