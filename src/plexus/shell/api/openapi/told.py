"""An object as the document tells it."""

from __future__ import annotations

from typing import Any

from plexus.kernel.access.rights import Verb, level
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema.object import Object
from plexus.shell.api.openapi import answers
from plexus.shell.api.openapi.operations import operation
from plexus.shell.api.openapi.schemas import Json, name_of, ref


class Told:
    """An object as the document tells it, to one actor."""

    def __init__(self, actor: Actor, about: Object) -> None:
        self.actor, self.about = actor, about
        self.name = name_of(about)
        self.label, self.plural = str(about.label), str(about.label_plural)
        self.path = f"/{about.plural}"

    def may(self, verb: Verb) -> bool:
        """Whether the actor may do this to any record at all."""
        return bool(level(self.actor, self.about, verb))

    def operation(
        self, key: str, summary: str, description: str, responses: Json, *, parameters: Any = (),
        body: Json | None = None,
    ) -> Json:  # fmt: skip
        """An operation of this object."""
        name = f"{key}-{self.about.plural}"
        return operation(name, self.plural, summary, description, responses, parameters=parameters, body=body)

    def record(self, status: int, text: str, *more: str) -> Json:
        """An answer that shows a record."""
        return answers.success(status, text, ref(self.name), "ETag", *more)
