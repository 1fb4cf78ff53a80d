"""The root of all addresses."""

from django.urls import URLPattern, URLResolver, include, path

from plexus.shell.gates import open_to_all
from plexus.site import health

handler404 = "plexus.shell.web.arriving.actor.nothing_here"
handler500 = "plexus.shell.web.arriving.broken.went_wrong"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", open_to_all(health.alive), name="healthz"),
    path("readyz", open_to_all(health.ready), name="readyz"),
    path("api/v1/", include("plexus.shell.api.urls")),
    path("", include("plexus.shell.web.entrance.urls")),
    path("", include("plexus.shell.web.settings.urls")),
    path("", include("plexus.site.demo.web.urls")),
    path("", include("plexus.crm.sales.web.urls")),
    path("", include("plexus.crm.engagement.web.urls")),
    path("", include("plexus.crm.relations.web.urls")),
    path("", include("plexus.shell.web.urls")),
]
