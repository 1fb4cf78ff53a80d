"""The port that people reach Plexus on."""

import errno
import socket
import time

from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _


class PortInUse(Refusal):
    """Another program listens there."""

    message = _("Port %(port)s on %(host)s is already used by another program. Choose another one with --port.")


class CannotListen(Refusal):
    """The address is not ours, or the port needs rights that we lack."""

    message = _("Plexus cannot listen on %(host)s port %(port)s: %(reason)s.")


def free(host: str, port: int, *, patience: float = 0.0) -> int:
    """The port, if it can be listened on (0: any free one). Waits for an earlier run to let go. Raises a Refusal."""
    end = time.monotonic() + patience
    while True:
        try:
            return _tried(host, port)
        except PortInUse:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def _tried(host: str, port: int) -> int:
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as listening:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            listening.listen()
            return int(listening.getsockname()[1])
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortInUse(host=host, port=port) from error
        raise CannotListen(host=host, port=port, reason=error.strerror or error) from error
