"""The parameters of operations."""

from __future__ import annotations

from django.utils.translation import gettext as _

from plexus.kernel.schema.object import Object
from plexus.shell.api.aggregating import MOST as MOST_GROUPS
from plexus.shell.api.aggregating import USUAL as USUAL_GROUPS
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


def if_none_match() -> Json:
    """The version that the caller holds."""
    text = _("The version that you hold, as its ETag gave it: 304 and no body while that is the version there.")
    schema = {"type": "string", "pattern": r'^(W/)?"[0-9]{1,9}"$|^\*$'}
    return {"name": "If-None-Match", "in": "header", "required": False, "description": text, "schema": schema}


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


def filtering() -> list[Json]:
    """Which records are meant."""
    text = _('A filter as JSON, such as {"field": "city", "op": "eq", "value": "上海"}; see the guide.')
    return [query("filter", text, TEXT), query("q", _("A search text."), TEXT)]


def grouping() -> list[Json]:
    """What groups and figures can be asked."""
    limit = {"type": "integer", "minimum": 1, "maximum": MOST_GROUPS, "default": USUAL_GROUPS}
    keys = _(
        "At most two fields, parted by commas: choices, references, texts, numbers, also of what a reference leads to "
        "(account.industry). Days by day, week, month, quarter or year (created_at:month), in your time zone."
    )
    figures = _(
        "Figures, parted by commas: count, and sum, mean, min, max, distinct or count of a field (sum:employees)."
    )
    order = _("A key or figure that is asked for, “-” before it for descending; amounts by those in your currency.")
    return [
        query("group", keys, TEXT, example="created_at:month"),
        query("measure", figures, TEXT, example="count"),
        *filtering(),
        query("sort", order, TEXT, example="-count"),
        query("limit", _("How many groups, at most 1,000; the others are told together as the rest."), limit),
        as_of(),
    ]


def listing(about: Object) -> list[Json]:
    """What a list can be asked."""
    return [
        *filtering(),
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
