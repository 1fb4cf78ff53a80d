"""Checks that need no database: Python, the data folder, its disk, the port."""

import os
import platform
import sys
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

import plexus
from plexus.kernel.values.refusals import Refusal
from plexus.site import proxies
from plexus.site.checking.findings import Finding
from plexus.site.serving import ports
from plexus.site.serving.folders import LEAST_FREE, DataFolder
from plexus.site.serving.postgres import binaries

OLDEST = (3, 11)


def findings(folder: DataFolder, *, running: bool, host: str, port: int) -> Iterator[Finding]:
    """Look at this machine. A running Plexus holds its port itself."""
    yield _versions()
    yield _data_folder(folder)
    if folder.path.is_dir():
        yield _disk(folder)
    if not running:
        yield _port(host, port)
    if settings.PLEXUS_ORIGIN:
        yield _proxies()


def _versions() -> Finding:
    versions = {"plexus": plexus.__version__, "python": platform.python_version(), "postgresql": binaries.major()}
    sentence = _("Plexus %(plexus)s on Python %(python)s, with PostgreSQL %(postgresql)s.") % versions
    return Finding("versions", sys.version_info >= OLDEST, sentence)


def _data_folder(folder: DataFolder) -> Finding:
    path = {"folder": folder.path}
    if not folder.path.is_dir():
        return Finding("data", good=False, sentence=_("There is no data folder %(folder)s yet.") % path)
    if not os.access(folder.path, os.R_OK | os.W_OK | os.X_OK):
        return Finding("data", good=False, sentence=_("The data folder %(folder)s cannot be written by you.") % path)
    if folder.path.stat().st_mode & 0o077:
        sentence = _("Others on this machine can look into the data folder %(folder)s. Close it: chmod 700.")
        return Finding("data", good=False, sentence=sentence % path)
    return Finding("data", good=True, sentence=_("The data folder is %(folder)s.") % path)


def _disk(folder: DataFolder) -> Finding:
    free = folder.free_bytes()
    sentence = _("%(free)s MB are free on its disk.") % {"free": free // 2**20}
    return Finding("disk", free >= LEAST_FREE, sentence)


def _proxies() -> Finding:
    """Behind a proxy that is not known as one, everybody seems to come from it, and one intruder locks all out."""
    try:
        known = proxies.networks(settings.PLEXUS_TRUSTED_PROXIES)
    except ValueError as error:
        sentence = _("PLEXUS_TRUSTED_PROXIES holds what is no address: %(reason)s.") % {"reason": error}
        return Finding("proxies", good=False, sentence=sentence)
    if known or settings.PLEXUS_PROXIES or not settings.PLEXUS_ORIGIN.startswith("https://"):
        return Finding(
            "proxies", good=True, sentence=_("People reach it at %(url)s.") % {"url": settings.PLEXUS_ORIGIN}
        )
    sentence = _(
        "People reach it at %(url)s through a proxy that is not named: all of them seem to come from one address. "
        "Name it in PLEXUS_TRUSTED_PROXIES, for example 127.0.0.1."
    )
    return Finding("proxies", good=False, sentence=sentence % {"url": settings.PLEXUS_ORIGIN})


def _port(host: str, port: int) -> Finding:
    try:
        ports.free(host, port)
    except Refusal as refusal:
        return Finding("port", good=False, sentence=refusal.sentence(_))
    return Finding("port", good=True, sentence=_("Port %(port)s is free.") % {"port": port})
