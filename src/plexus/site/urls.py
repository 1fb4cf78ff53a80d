"""The root of all addresses."""

from django.urls import URLPattern, URLResolver, path

from plexus.site import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
