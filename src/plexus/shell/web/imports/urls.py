"""Addresses of the import wizard."""

from django.urls import path

from plexus.shell.web.imports import following, mapping, together, uploading
from plexus.shell.web.visit import page

urlpatterns = [
    path("imports", page(get=uploading.list_imports), name="imports"),
    path("imports/new", page(get=uploading.show_upload, post=uploading.upload), name="new-import"),
    path("imports/sets/<uuid:set_id>", page(get=together.show_set), name="import-set"),
    path("imports/sets/<uuid:set_id>/files", page(get=together.show_files), name="import-set-files"),
    path("imports/sets/<uuid:set_id>/leave", page(post=together.leave_out), name="leave-import"),
    path("imports/sets/<uuid:set_id>/take", page(post=together.take), name="take-import"),
    path("imports/sets/<uuid:set_id>/missing", page(post=together.make_missing), name="missing-of-import-set"),
    path("imports/sets/<uuid:set_id>/check", page(post=together.check), name="check-import-set"),
    path("imports/sets/<uuid:set_id>/run", page(post=together.run), name="run-import-set"),
    path("imports/sets/<uuid:set_id>/progress", page(get=together.show_progress), name="import-set-progress"),
    path("imports/sets/<uuid:set_id>/cancel", page(post=together.cancel), name="cancel-import-set"),
    path("imports/sets/<uuid:set_id>/undo", page(get=together.ask_undo, post=together.undo), name="undo-import-set"),
    path("imports/<uuid:import_id>", page(get=following.show_import), name="import"),
    path(
        "imports/<uuid:import_id>/mapping",
        page(get=mapping.show_mapping, post=mapping.save_mapping),
        name="import-mapping",
    ),
    path("imports/<uuid:import_id>/mapping/draw", page(post=mapping.draw_mapping), name="draw-mapping"),
    path("imports/<uuid:import_id>/afresh", page(post=mapping.start_afresh), name="import-afresh"),
    path("imports/<uuid:import_id>/preset", page(post=mapping.take_preset), name="import-preset"),
    path("imports/<uuid:import_id>/object", page(post=mapping.take_for), name="import-object"),
    path("imports/<uuid:import_id>/progress", page(get=following.show_progress), name="import-progress"),
    path("imports/<uuid:import_id>/check", page(post=following.check), name="check-import"),
    path("imports/<uuid:import_id>/run", page(post=following.run), name="run-import"),
    path("imports/<uuid:import_id>/undo", page(get=following.ask_undo, post=following.undo), name="undo-import"),
    path("imports/<uuid:import_id>/missing", page(post=following.make_missing), name="missing-of-import"),
    path("imports/<uuid:import_id>/cancel", page(post=following.cancel), name="cancel-import"),
    path("imports/<uuid:import_id>/errors", page(get=following.errors), name="import-errors"),
]
