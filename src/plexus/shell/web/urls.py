"""The addresses of the generic pages; an object's own address comes last."""

from django.urls import include, path

from plexus.shell.web import notices, palette, trash
from plexus.shell.web.commands import actions, following
from plexus.shell.web.filters import dialog, offering
from plexus.shell.web.forms import cells, choosing, reacting, suggesting, writing
from plexus.shell.web.lists import exported, exports, hand_lists, listing
from plexus.shell.web.records import access, bound, files, histories, sharing, showing, timelines
from plexus.shell.web.visit import page

FIELD = "<slug:objects>/<uuid:record_id>/fields/<slug:field>/<uuid:file_id>"

urlpatterns = [
    path("search/palette", page(get=palette.options), name="palette"),
    path("search/whom", page(get=sharing.whom), name="whom"),
    path("search/choose", page(get=choosing.choose_any), name="choose-any"),
    path("trash", page(get=trash.show_trash), name="trash"),
    path("trash/restore", page(post=trash.restore_many), name="trash-restore"),
    path("causes/<uuid:cause_id>/undo", page(post=histories.undo_cause), name="undo-cause"),
    path("", include("plexus.shell.web.imports.urls")),
    path("exports", page(get=exported.list_exports), name="exports"),
    path("exports/<uuid:job_id>", page(get=exported.show_export), name="export-job"),
    path("exports/<uuid:job_id>/progress", page(get=exported.show_progress), name="export-progress"),
    path("exports/<uuid:job_id>/cancel", page(post=exported.cancel), name="cancel-export"),
    path("exports/<uuid:job_id>/file", page(get=exported.fetch), name="export-file"),
    path("notifications", page(get=notices.show), name="notices"),
    path("notifications/bell", page(get=notices.bell), name="notices-bell"),
    path("notifications/read", page(post=notices.mark_read), name="notices-read"),
    path("notifications/settings", page(get=notices.ask_muted, post=notices.keep_muted), name="notices-muted"),
    path("notifications/<int:notice_id>", page(get=notices.open_one), name="notice"),
    path("lists/new", page(get=hand_lists.new_form, post=hand_lists.create), name="new-list"),
    path("uploads", page(post=files.upload), name="uploads"),
    path("files/<uuid:file_id>/content", page(get=files.fetch), name="file-content"),
    path("files/<uuid:file_id>/preview", page(get=files.preview), name="file-preview"),
    path("files/<uuid:file_id>/look", page(get=files.look), name="file-look"),
    path("commands/<uuid:job_id>", page(get=following.show_command), name="command"),
    path("commands/<uuid:job_id>/progress", page(get=following.show_progress), name="command-progress"),
    path("commands/<uuid:job_id>/cancel", page(post=following.cancel), name="cancel-command"),
    path(
        "commands/<uuid:job_id>/stayed",
        page(get=following.ask_stayed, post=following.take_stayed),
        name="command-stayed",
    ),
    path("", include("plexus.shell.web.quality.urls")),
    path("", include("plexus.shell.web.views.urls")),
    path("<slug:objects>/filter", page(get=dialog.ask, post=dialog.apply), name="filter"),
    path("<slug:objects>/filter/build", page(post=dialog.build), name="filter-build"),
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
    path("<slug:objects>/columns", page(post=listing.keep_columns), name="columns"),
    path("<slug:objects>/suggest", page(get=suggesting.suggest), name="suggest"),
    path("<slug:objects>/new", page(get=writing.new_form, post=writing.create), name="new"),
    path("<slug:objects>/new/react", page(post=reacting.react_to_new), name="new-react"),
    path("<slug:objects>/<uuid:record_id>", page(get=showing.show_record), name="record"),
    path("<slug:objects>/<uuid:record_id>/access", page(get=access.show_access), name="access"),
    path("<slug:objects>/<uuid:record_id>/sharing", page(get=sharing.show_shares, post=sharing.share), name="sharing"),
    path("<slug:objects>/<uuid:record_id>/sharing/<uuid:share_id>/end", page(post=sharing.end), name="end-share"),
    path("<slug:objects>/<uuid:record_id>/edit", page(get=writing.edit_form, post=writing.save), name="edit"),
    path("<slug:objects>/<uuid:record_id>/edit/react", page(post=reacting.react_to_edit), name="edit-react"),
    path("<slug:objects>/<uuid:record_id>/follow", page(post=bound.follow), name="follow"),
    path("<slug:objects>/<uuid:record_id>/unfollow", page(post=bound.unfollow), name="unfollow"),
    path("<slug:objects>/<uuid:record_id>/files", page(post=files.attach), name="attach"),
    path(f"{FIELD}/content", page(get=files.fetch_in), name="field-content"),
    path(f"{FIELD}/preview", page(get=files.preview_in), name="field-preview"),
    path(f"{FIELD}/look", page(get=files.look_in), name="field-look"),
    path("<slug:objects>/<uuid:record_id>/delete", page(post=trash.delete), name="delete"),
    path("<slug:objects>/<uuid:record_id>/restore", page(post=trash.restore), name="restore"),
    path("<slug:objects>/<uuid:record_id>/history", page(get=histories.show_history), name="history"),
    path("<slug:objects>/<uuid:record_id>/older", page(get=timelines.show_older), name="older"),
    path("<slug:objects>/<uuid:record_id>/undo/<int:change_id>", page(post=histories.undo_change), name="undo-change"),
    path(
        "<slug:objects>/<uuid:record_id>/cell/<slug:field>",
        page(get=cells.cell_control, post=cells.save_cell),
        name="cell",
    ),
]
