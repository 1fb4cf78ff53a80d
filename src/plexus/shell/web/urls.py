"""The addresses of the generic pages; an object's own address comes last."""

from django.urls import include, path

from plexus.shell.web import (
    actions,
    cells,
    choosing,
    commands,
    exported,
    exports,
    filters,
    forms,
    histories,
    lists,
    palette,
    records,
    suggesting,
    trash,
)
from plexus.shell.web.building import offering
from plexus.shell.web.visit import page

urlpatterns = [
    path("search/palette", page(get=palette.options), name="palette"),
    path("search/choose", page(get=choosing.choose_any), name="choose-any"),
    path("trash", page(get=trash.show_trash), name="trash"),
    path("causes/<uuid:cause_id>/undo", page(post=histories.undo_cause), name="undo-cause"),
    path("", include("plexus.shell.web.imports.urls")),
    path("exports", page(get=exported.list_exports), name="exports"),
    path("exports/<uuid:job_id>", page(get=exported.show_export), name="export-job"),
    path("exports/<uuid:job_id>/progress", page(get=exported.show_progress), name="export-progress"),
    path("exports/<uuid:job_id>/cancel", page(post=exported.cancel), name="cancel-export"),
    path("exports/<uuid:job_id>/file", page(get=exported.fetch), name="export-file"),
    path("commands/<uuid:job_id>", page(get=commands.show_command), name="command"),
    path("commands/<uuid:job_id>/progress", page(get=commands.show_progress), name="command-progress"),
    path("commands/<uuid:job_id>/cancel", page(post=commands.cancel), name="cancel-command"),
    path("", include("plexus.shell.web.views.urls")),
    path("<slug:objects>/filter", page(get=filters.ask, post=filters.apply), name="filter"),
    path("<slug:objects>/filter/build", page(post=filters.build), name="filter-build"),
    path("<slug:objects>/filter/fields", page(get=offering.fields), name="filter-fields"),
    path("<slug:objects>/choose", page(get=choosing.choose), name="choose"),
    path("<slug:objects>/export/ask", page(get=exports.ask, post=exports.begin), name="export-ask"),
    path("<slug:objects>/export", page(get=exports.download), name="export"),
    path("<slug:objects>/bulk/<slug:key>", page(get=actions.ask_many, post=actions.run_many_records), name="bulk"),
    path(
        "<slug:objects>/<uuid:record_id>/actions/<slug:key>",
        page(get=actions.ask_one, post=actions.run_one),
        name="action",
    ),
    path("<slug:objects>/columns", page(post=lists.keep_columns), name="columns"),
    path("<slug:objects>/suggest", page(get=suggesting.suggest), name="suggest"),
    path("<slug:objects>/new", page(get=forms.new_form, post=forms.create), name="new"),
    path("<slug:objects>/<uuid:record_id>", page(get=records.show_record), name="record"),
    path("<slug:objects>/<uuid:record_id>/edit", page(get=forms.edit_form, post=forms.save), name="edit"),
    path("<slug:objects>/<uuid:record_id>/delete", page(post=trash.delete), name="delete"),
    path("<slug:objects>/<uuid:record_id>/restore", page(post=trash.restore), name="restore"),
    path("<slug:objects>/<uuid:record_id>/history", page(get=histories.show_history), name="history"),
    path("<slug:objects>/<uuid:record_id>/undo-last", page(post=histories.undo_last), name="undo-last"),
    path("<slug:objects>/<uuid:record_id>/undo/<int:change_id>", page(post=histories.undo_change), name="undo-change"),
    path(
        "<slug:objects>/<uuid:record_id>/cell/<slug:field>",
        page(get=cells.cell_control, post=cells.save_cell),
        name="cell",
    ),
]
