"""The addresses of data quality."""

from django.urls import path

from plexus.shell.web.quality import pages
from plexus.shell.web.visit import page

urlpatterns = [
    path("quality", page(get=pages.show_first), name="quality"),
    path("quality/<slug:objects>", page(get=pages.show), name="quality-of"),
    path("quality/<slug:objects>/past", page(get=pages.show_past), name="quality-past"),
]
