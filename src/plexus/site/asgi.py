"""The entry of an ASGI server: live streams."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plexus.site.settings")
application = get_asgi_application()
