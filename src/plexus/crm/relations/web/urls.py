"""Addresses of relations: those of a record, and their map."""

from django.urls import path

from plexus.crm.relations.web import dialog, listing, picture
from plexus.shell.web.visit import page

OF = "<slug:objects>/<uuid:record_id>/relations"
urlpatterns = [
    path(OF, page(get=listing.show_relations), name="relations-of"),
    path(f"{OF}/map", page(get=picture.show_map), name="relations-map"),
    path(f"{OF}/standard", page(post=dialog.take_standard), name="relation-types-standard"),
    path(f"{OF}/new", page(get=dialog.new_form, post=dialog.create), name="relate"),
    path(f"{OF}/<uuid:relation_id>/edit", page(get=dialog.edit_form, post=dialog.save), name="relate-again"),
    path(f"{OF}/<uuid:relation_id>/remove", page(post=dialog.remove), name="unrelate"),
]
