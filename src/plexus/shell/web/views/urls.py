"""The addresses of an object's list, its layouts and its views."""

from django.urls import path

from plexus.shell.web.views import boards, calendars, door, grouped, saving
from plexus.shell.web.visit import page

urlpatterns = [
    path("<slug:objects>", page(get=door.list_records), name="records"),
    path("<slug:objects>/group", page(get=grouped.show_rows), name="group-rows"),
    path("<slug:objects>/lanes/move", page(post=boards.move), name="move-card"),
    path("<slug:objects>/days/move", page(post=calendars.move), name="move-day"),
    path("<slug:objects>/views/new", page(get=saving.new_form, post=saving.create), name="new-view"),
    path("<slug:objects>/views/<uuid:view_id>/edit", page(get=saving.edit_form, post=saving.edit), name="edit-view"),
    path("<slug:objects>/views/<uuid:view_id>/save", page(post=saving.save), name="save-view"),
    path("<slug:objects>/views/<uuid:view_id>/reset", page(post=saving.reset), name="reset-view"),
    path("<slug:objects>/views/<uuid:view_id>/pin", page(post=saving.pin), name="pin-view"),
    path("<slug:objects>/views/<uuid:view_id>/first", page(post=saving.first), name="first-view"),
    path("<slug:objects>/views/<uuid:view_id>/move", page(post=saving.move), name="move-view"),
    path("<slug:objects>/views/<uuid:view_id>/delete", page(post=saving.delete), name="delete-view"),
]
