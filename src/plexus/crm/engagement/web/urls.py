"""The addresses of engagement."""

from django.urls import path

from plexus.crm.engagement.web import composing, mentioning
from plexus.shell.web.visit import page

urlpatterns = [
    path("<slug:objects>/<uuid:record_id>/mention", page(get=mentioning.offer), name="mention"),
    path("<slug:objects>/<uuid:record_id>/log/<slug:kind>", page(post=composing.log), name="log"),
]
