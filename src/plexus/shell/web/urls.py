"""The addresses of the generic pages; an object's own address comes last."""

from django.urls import path

from plexus.shell.web import cells, forms, histories, home, lists, palette, records, suggesting, trash
from plexus.shell.web.visit import page

urlpatterns = [
    path("", page(get=home.arrive), name="home"),
    path("search/palette", page(get=palette.options), name="palette"),
    path("trash", page(get=trash.show_trash), name="trash"),
    path("causes/<uuid:cause_id>/undo", page(post=histories.undo_cause), name="undo-cause"),
    path("<slug:objects>", page(get=lists.list_records), name="records"),
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
