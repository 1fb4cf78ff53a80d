"""Under which address Plexus answers, and whether it does yet."""

import http.client
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.site.serving import supervising
from plexus.site.serving.supervising import Watched

LOCAL_NAMES = "localhost,127.0.0.1,[::1],.localhost"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
# Only recognised here, not chosen.
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104
PATIENCE = 60.0
TRIES = 3


class NotServing(Refusal):
    """The web server does not come up."""

    message = _("The web server does not come up. What it said stands above.")


def address_for_people(host: str) -> str:
    """The host as it is written in a link that works on this machine."""
    if host in LOOPBACK or host in EVERYWHERE:
        return "localhost"
    return f"[{host}]" if ":" in host else host


def hosts(host: str, *, origin: str = "", named: str = "") -> str:
    """Host names that requests may carry, comma separated: local ones, the origin's, and those that are named.

    Where none is named and we listen to the network: any.
    """
    if host not in LOOPBACK and not origin and not named:
        return "*"
    return ",".join(name for name in (LOCAL_NAMES, urlsplit(origin).hostname, named) if name)


def wait_until_ready(host: str, port: int, watched: Sequence[Watched]) -> None:
    """Return when the web server answers ready. Raises NotServing when it crashes repeatedly or is too slow."""
    end = time.monotonic() + PATIENCE
    while not _ready(EVERYWHERE.get(host, host), port):
        supervising.watch(watched)
        if time.monotonic() > end or any(each.crashes >= TRIES for each in watched):
            raise NotServing
        time.sleep(0.05)


def _ready(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=5.0)
    try:
        connection.request("GET", "/readyz", headers={"Host": "localhost"})
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()
