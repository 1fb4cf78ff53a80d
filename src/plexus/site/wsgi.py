"""The entry of a WSGI server: pages and API."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plexus.site.settings")
application = get_wsgi_application()
