"""Names that a company starts with, told anew once its first administrator has said in which language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import override

from plexus.kernel.identity.actor import Actor
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
        for speaker in _speakers:
            speaker(actor, before, now)


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
