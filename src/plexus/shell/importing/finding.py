"""Finding records by a value: in one query for many texts, letter case and idle spaces aside."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

import orjson
from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, F, Func, QuerySet, TextField, Value
from django.db.models.functions import Cast, Lower, Upper

from plexus.kernel.access.filtering import permitted
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object
from plexus.kernel.schema.standing import value_of
from plexus.kernel.values.collation import sort_key
from plexus.kernel.workspaces.models import WorkspaceRow

ALIKE_ASKED = 50
TEXTS = "ARRAY(SELECT jsonb_array_elements_text(%(expressions)s::jsonb))"
UPPER = "ARRAY(SELECT upper(text) FROM jsonb_array_elements_text(%(expressions)s::jsonb) text)"


def plain(text: str) -> str:
    """A text as it is compared: one width, one case, single spaces."""
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def squeezed(text: str) -> str:
    """The letters and digits alone, by which “GTXPro” resembles “GTX Pro”."""
    return "".join(char for char in plain(text) if char.isalnum())


def readable(actor: Actor, about: Object) -> QuerySet[WorkspaceRow]:
    """The records that an actor may refer to; what is in the trash is not there."""
    return about.rows(actor.workspace_id).filter(permitted(actor, about), deleted_at=None)


def comparable(one: Field, value: Any) -> Any:
    """A value as it is compared with others of its field."""
    return plain(value) if isinstance(value, str) else value


def rows_with(
    actor: Actor, about: Object, one: Field, values: Iterable[Any], also: Sequence[Field] = ()
) -> Iterator[tuple[UUID, tuple[Any, ...]]]:
    """The records whose field has one of the values: their ids, with that and other fields' values to compare."""
    wanted = list(values)
    if not wanted:
        return
    columns = [value_of(each, actor) for each in (one, *also)]
    for key, *found in _narrowed(actor, about, one, wanted).values_list("pk", *columns):
        pairs = zip((one, *also), found, strict=True)
        yield key, tuple(comparable(field, value) for field, value in pairs)


def _narrowed(actor: Actor, about: Object, one: Field, wanted: list[Any]) -> QuerySet[WorkspaceRow]:
    rows = readable(actor, about)
    if not one.type.textual:
        return rows.alias(compared=value_of(one, actor)).filter(compared__in=wanted)
    if one is about.title and one.sort_column:
        return rows.filter(_Any(F(one.sort_column), _list({sort_key(text) for text in wanted}, TEXTS)))
    spelled = {each for text in wanted for each in (text.lower(), plain(text))}
    return rows.filter(_Any(Upper(value_of(one, actor)), _list(spelled, UPPER)))


class _Any(Func):
    """Whether a text is one of a list that is sent as one value: thousands take longer to compile than to find."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def _list(texts: Collection[str], template: str) -> Func:
    """Texts as one document, which is quoted at once: each element of an array would be quoted alone."""
    document = Value(orjson.dumps(sorted(texts)).decode())
    return Func(document, template=template, output_field=ArrayField(TextField()))


def alike(actor: Actor, about: Object, texts: Sequence[str]) -> dict[str, str]:
    """Titles that differ from a text in nothing but signs and spaces, for the first of the texts."""
    if not about.title.type.textual:
        return {}
    wanted = {squeezed(text): text for text in texts[:ALIKE_ASKED]}
    letters = Func(
        Lower(Cast(F(about.title.column), TextField())), Value(r"[[:space:][:punct:]]"), Value(""), Value("g"),
        function="regexp_replace",
        output_field=TextField(),
    )  # fmt: skip
    rows = readable(actor, about).alias(letters=letters).filter(letters__in=wanted)
    return {
        wanted[squeezed(title)]: title
        for title in rows.values_list(about.title.column, flat=True)
        if squeezed(title) in wanted
    }
