"""The parameters of operations."""

from __future__ import annotations

from django.utils.translation import gettext as _

from plexus.kernel.schema.object import Object
from plexus.shell.api.asking import MOST, USUAL
from plexus.shell.api.openapi.schemas import ID, TEXT, Json

FLAG: Json = {"type": "string", "enum": ["true", "false"]}


def query(name: str, text: str, schema: Json, *, example: object = None, required: bool = False) -> Json:
    """A parameter in the query string."""
    told = {"name": name, "in": "query", "description": text, "schema": schema, "required": required}
    return told | ({"example": example} if example is not None else {})


def in_path(name: str, text: str, schema: Json = ID) -> Json:
    """A part of the address."""
    return {"name": name, "in": "path", "required": True, "description": text, "schema": schema}


def record_id() -> Json:
    """The record that the address names."""
    return in_path("id", _("The id of the record."))


def if_match() -> Json:
    """The version that a change expects."""
    text = _("The version that you read, as its ETag gave it; another one there now is answered with 412.")
    schema = {"type": "string", "pattern": r'^(W/)?"[0-9]{1,9}"$|^\*$'}
    return {
        "name": "If-Match",
        "in": "header",
        "required": False,
        "description": text,
        "schema": schema,
        "example": '"3"',
    }


def idempotency_key() -> Json:
    """The key under which a POST is done once."""
    text = _(
        "Any text of your own, for 24 hours: the same key and request do the work once and give the same answer again; "
        "another request with it is answered with 409. What was refused is not kept."
    )
    schema = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[!-~]+$"}
    return {"name": "Idempotency-Key", "in": "header", "required": False, "description": text, "schema": schema}


def fields(about: Object) -> Json:
    """Which fields an answer has."""
    text = _("The fields to answer with, also through references (account.city); all by default.")
    return query("fields", text, TEXT, example=f"id,{about.described.title}")


def expand() -> Json:
    """Which references are opened."""
    return query("expand", _("References to open up, at most five, also of what they lead to (account.owner)."), TEXT)


def as_of() -> Json:
    """At which moment."""
    text = _("As it stood at this moment: values, filter, sort and count of then, for what you may read today.")
    return query("as_of", text, {"type": "string", "format": "date-time"})


def paging() -> list[Json]:
    """How much, and from where."""
    limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}
    return [
        query("limit", _("How many, at most 200."), limit),
        query("cursor", _("Where to go on: “next” or “previous” of a page."), TEXT),
    ]


def listing(about: Object) -> list[Json]:
    """What a list can be asked."""
    return [
        query(
            "filter",
            _("A filter as JSON, such as {\"field\": \"city\", \"op\": \"eq\", \"value\": \"上海\"}; see the guide."),
            TEXT,
        ),
        query("q", _("A search text."), TEXT),
        query(
            "sort", _("Fields to sort by, “-” before one for descending."), TEXT, example=",".join(about.described.sort)
        ),
        fields(about),
        expand(),
        *paging(),
        query("trashed", _("List the trash instead."), FLAG),
        query("count", _("Whether to count; leaving it out is faster."), FLAG),
        as_of(),
    ]  # fmt: skip
