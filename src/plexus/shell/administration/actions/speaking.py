"""Names that a company starts with, told anew when an administrator says that it speaks another language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import override

from plexus.kernel.identity import roles
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Role
from plexus.kernel.records import changing
from plexus.kernel.schema import registry

Speaker = Callable[[Actor, str, datetime], None]
_speakers: list[Speaker] = []


def add(speaker: Speaker) -> None:
    """Ask this function to name anew what it began with: by whom, the language until now, when."""
    _speakers.append(speaker)


def speak(actor: Actor, *, before: str, now: datetime) -> None:
    """Name everything in the actor's language that still has the name it came with in another one."""
    if before != actor.language:
        _rename_roles(actor, before)
        for speaker in _speakers:
            speaker(actor, before, now)


def _rename_roles(actor: Actor, before: str) -> None:
    said = words((each.name for each in roles.STANDARD), actor, before)
    for role in Role.objects.filter(workspace_id=actor.workspace_id, name__in=said):
        role.name = said[role.name]
        role.save(update_fields=["name"])


def words(given: Iterable[str | Promise], actor: Actor, before: str) -> Mapping[str, str]:
    """What each of these texts is called in the language until now, with its name in the actor's."""
    texts = tuple(given)
    with override(before):
        old = [str(text) for text in texts]
    with override(actor.language):
        return {name: str(text) for name, text in zip(old, texts, strict=True) if name}


def rename(
    actor: Actor, model: Any, said: Mapping[str, str], now: datetime, *, fields: Iterable[str] = ("name",)
) -> None:
    """Give each row of a model, whose texts nobody changed yet, their names in the other language."""
    about = registry.of(actor.workspace_id).of_model(model)
    for row in model.objects.filter(workspace_id=actor.workspace_id):
        values = {field: said[text] for field in fields if (text := getattr(row, field)) in said}
        if values:
            changing.update(actor=actor, about=about, record_id=row.pk, values=values, now=now)
