"""The addresses of the API, under /api/v1/."""

from django.urls import path

from plexus.shell.api import describing, records
from plexus.shell.api.door import door

app_name = "api"
urlpatterns = [
    path("me", door(get=describing.describe_me), name="me"),
    path("schema", door(get=describing.describe_schema), name="schema"),
    path("schema/<slug:objects>", door(get=describing.describe_object), name="schema-object"),
    path("<slug:objects>", door(get=records.list_records, post=records.create_record), name="records"),
    path(
        "<slug:objects>/<uuid:record_id>",
        door(get=records.read_record, patch=records.update_record, delete=records.delete_record),
        name="record",
    ),
    path("<slug:objects>/<uuid:record_id>/restore", door(post=records.restore_record), name="restore"),
]
