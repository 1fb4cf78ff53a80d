"""New rows in memory, with the defaults of their model: as the model makes one, at a tenth of the time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models.base import ModelState
from django.db.models.fields import NOT_PROVIDED

from plexus.kernel.schema.object import Object
from plexus.kernel.workspaces.models import WorkspaceRow


def blank(about: Object, workspace_id: UUID) -> WorkspaceRow:
    """A row of an object that is not stored yet."""
    model = about.model
    fixed, made = _defaults(model)
    row = model.__new__(model)
    held = row.__dict__
    held |= fixed
    held["_state"] = ModelState()
    for name, make in made.items():
        held[name] = make()
    held["workspace_id"] = workspace_id
    held |= about.within
    return row


@cache
def _defaults(model: type[WorkspaceRow]) -> tuple[Mapping[str, Any], Mapping[str, Callable[[], Any]]]:
    """What every row begins with, and what each row has made for itself: its id, its lists and documents."""
    fields = (each for each in model._meta.concrete_fields if each.default is not NOT_PROVIDED)
    made = {each.attname: each.default for each in fields if callable(each.default)}
    return {name: value for name, value in vars(model()).items() if name != "_state" and name not in made}, made
