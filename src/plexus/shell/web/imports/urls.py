"""Addresses of the import wizard."""

from django.urls import path

from plexus.shell.web.imports import following, mapping, uploading
from plexus.shell.web.visit import page

urlpatterns = [
    path("imports", page(get=uploading.list_imports), name="imports"),
    path("imports/new", page(get=uploading.show_upload, post=uploading.upload), name="new-import"),
    path("imports/<uuid:import_id>", page(get=following.show_import), name="import"),
    path(
        "imports/<uuid:import_id>/mapping",
        page(get=mapping.show_mapping, post=mapping.save_mapping),
        name="import-mapping",
    ),
    path("imports/<uuid:import_id>/mapping/draw", page(post=mapping.draw_mapping), name="draw-mapping"),
    path("imports/<uuid:import_id>/afresh", page(post=mapping.start_afresh), name="import-afresh"),
    path("imports/<uuid:import_id>/object", page(post=mapping.take_for), name="import-object"),
    path("imports/<uuid:import_id>/progress", page(get=following.show_progress), name="import-progress"),
    path("imports/<uuid:import_id>/run", page(post=following.run), name="run-import"),
    path("imports/<uuid:import_id>/undo", page(get=following.ask_undo, post=following.undo), name="undo-import"),
    path("imports/<uuid:import_id>/cancel", page(post=following.cancel), name="cancel-import"),
    path("imports/<uuid:import_id>/errors", page(get=following.errors), name="import-errors"),
]
