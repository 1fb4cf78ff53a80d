"""The WSGI application in a web worker that ends with its parent, even when that is killed."""

from plexus.site.serving import dying
from plexus.site.wsgi import application

__all__ = ["application"]

dying.tie()
