"""What an actor may not know of: objects that he does not read, fields that are hidden from him, and texts about those.

Definitions are read by everybody, but what is defined of a field is for those who may read that field. A row that names
it is found by the words in its columns: of its own object's fields each word, of others' a word at the end of a path,
in quotes, or in the name of a related list. That takes away a row too many sooner than one too few.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import F, Func, Q, TextField, Value, lookups
from django.db.models.functions import Cast

from plexus.kernel.access.rights import FieldRight, Verb, field_right, level, readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.registry import Schema

ALONE = "(?<![A-Za-z0-9_])({names})(?![A-Za-z0-9_])"
LED_TO = '[.．"-] *({names})(?![A-Za-z0-9_])'
TEXT = TextField()


def unknown_objects(actor: Actor, schema: Schema) -> list[str]:
    """The objects of which an actor reads nothing at all."""
    return [about.plural for about in schema if not level(actor, about, Verb.READ)]


def unknown_fields(actor: Actor, about: Object) -> list[str]:
    """The fields of an object that an actor may not know: hidden ones, retired or not, and what is reckoned of them."""
    if actor.is_administrator:
        return []
    ruled = actor.fields.get(about.plural, {})
    hidden = [name for name in ruled if field_right(actor, about, name) is FieldRight.HIDDEN]
    return sorted({*hidden, *(about.fields.keys() - readable_fields(actor, about).keys())})


def unnamed(actor: Actor, about: Object) -> Q:
    """The condition that a row names nothing in its columns `tells_of` that the actor may not know."""
    columns = about.described.tells_of
    if actor.is_administrator or not columns:
        return Q()
    patterns = [
        f"^{re.escape(plural)} .*{pattern}" if plural else pattern
        for plural, pattern in _patterns(actor)
        if not plural or "object" in columns
    ]
    return ~Q(lookups.IRegex(_told(columns), "|".join(patterns))) if patterns else Q()


def _told(columns: Iterable[str]) -> Func:
    """What columns hold as one text, which begins with the object that they are about."""
    ordered = sorted(columns, key=lambda name: name != "object")
    return Func(Value(" "), *(Cast(F(name), TEXT) for name in ordered), function="concat_ws", output_field=TEXT)


def names_unknown(actor: Actor, about: Object, *documents: Mapping[str, Any]) -> bool:
    """Whether the columns `tells_of`, as far as documents of the journal hold them, name what is not to be known.

    Where no document says which object it is about, each hidden name counts wherever it stands.
    """
    if actor.is_administrator:
        return False
    told = about.described.tells_of
    text = " ".join(str(document[name]) for document in documents for name in told if name in document)
    of = {str(document["object"]) for document in documents if document.get("object")}
    known = ((plural, pattern) for plural, pattern in _patterns(actor) if not (plural and of) or plural in of)
    return any(re.search(pattern, text, re.IGNORECASE) for _plural, pattern in known) if text else False


def _patterns(actor: Actor) -> Iterator[tuple[str, str]]:
    """What unknown names look like in a text: in rows of one object, and in those of any."""
    schema = registry.of(actor.workspace_id)
    objects = unknown_objects(actor, schema)
    everywhere: set[str] = set()
    for about in schema:
        if about.plural in objects:
            everywhere |= _lists(about, about.fields)
            continue
        if names := unknown_fields(actor, about):
            yield about.plural, _any_of(ALONE, names)
            yield "", _any_of(LED_TO, names)
            everywhere |= _lists(about, names)
    if words := sorted({*objects, *everywhere}):
        yield "", _any_of(ALONE, words)


def _lists(about: Object, names: Iterable[str]) -> set[str]:
    """The names of the lists on other objects' pages that some references make."""
    fields = (about.fields[name] for name in names if name in about.fields)
    return {each.related_name for each in fields if each.related_name and each.custom}


def _any_of(pattern: str, names: Iterable[str]) -> str:
    return pattern.replace("{names}", "|".join(map(re.escape, names)))
