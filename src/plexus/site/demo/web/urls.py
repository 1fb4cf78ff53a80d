"""Addresses of the demo."""

from __future__ import annotations

from django.urls import path

from plexus.shell.gates import for_login, open_to_all
from plexus.site.demo.web import following, leaving

# No transaction of the visitor may be open while a workspace goes, or comes.
urlpatterns = [
    path("settings/demo", leaving.show, name="settings-demo"),
    path("settings/demo/start", for_login(leaving.start), name="demo-start"),
    path("settings/demo/remove", for_login(leaving.remove), name="demo-remove"),
    path("settings/demo/removal", open_to_all(following.show), name="demo-removal"),
    path("settings/demo/removal/on", open_to_all(following.go_on), name="demo-removed"),
]
