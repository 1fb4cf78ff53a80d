"""The only place that knows every app: settings, root URLs, WSGI and ASGI, the `plexus` command."""
