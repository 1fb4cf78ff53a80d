"""The WSGI application in a web worker that ends with its parent, even when that is killed."""

import signal

from plexus.site.serving import dying

# While the application loads, nothing is lost by ending at once; granian listens for SIGTERM only afterwards.
signal.signal(signal.SIGTERM, signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.SIG_DFL)
dying.tie()

from plexus.site.wsgi import application  # noqa: E402

__all__ = ["application"]
