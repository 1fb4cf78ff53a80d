"""The root of all addresses."""

from django.urls import URLPattern, URLResolver, include, path

from plexus.site import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("api/v1/", include("plexus.shell.api.urls")),
]
