"""What only other rows can tell of a relation: whether its type joins such records, and whether it closes a circle."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol
from uuid import UUID

from django.db.models import QuerySet

from plexus.kernel.access.filtering import permitted
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as N_

NOT_JOINED = N_("“%(type)s” does not lead from %(source)s to %(target)s. Choose another relation.")
CIRCLE = N_("This would close a circle: the one stands above the other already.")
DEEPEST = 50
ENDS = ("type", "from_contact", "from_account", "to_contact", "to_account", "to_deal")
# A new row names its fields, one that changed its columns.
LOOKED_AT = frozenset({*ENDS, *(f"{name}_id" for name in ENDS), "ended_on"})


class Between(Protocol):
    """What is asked of a relation: its type, its ends, and whether it lasts."""

    pk: Any
    type: Any
    type_id: Any
    ended_on: Any

    @property
    def source(self) -> tuple[str, UUID] | None:
        """Where it begins: an object and a key."""

    @property
    def target(self) -> tuple[str, UUID] | None:
        """Where it leads."""


def unsound(actor: Actor, row: Between, changed: frozenset[str]) -> Iterable[FieldError]:
    """What the type says against the ends, when either changed; only what the actor may see can close a circle."""
    source, target = row.source, row.target
    if not changed & LOOKED_AT or not getattr(row, "type", None) or source is None or target is None:
        return
    if not row.type.joins(source[0], target[0]):
        said = {"type": row.type.name, **_named(actor, source[0], target[0])}
        yield FieldError("type", "not_joined", NOT_JOINED, said)
    elif row.type.hierarchical and row.ended_on is None and _is_below(actor, row, target, source):
        yield FieldError(f"to_{target[0].removesuffix('s')}", "circle", CIRCLE)


def _named(actor: Actor, source: str, target: str) -> dict[str, str]:
    schema = registry.of(actor.workspace_id)
    return {"source": str(schema.object(source).label_plural), "target": str(schema.object(target).label_plural)}


def _is_below(actor: Actor, row: Between, low: tuple[str, UUID], high: tuple[str, UUID]) -> bool:
    """Whether relations of the type that last lead from one record up to another; a statement for each step up."""
    about = registry.of(actor.workspace_id).object("relations")
    standing: dict[str, Any] = {"type_id": row.type_id, "ended_on": None, "deleted_at": None}
    known = about.rows(actor.workspace_id).filter(permitted(actor, about), **standing).exclude(pk=row.pk)
    seen, edge = {low}, {low}
    for _step in range(DEEPEST):
        if not edge or high in edge:
            break
        edge = set(_above(known, edge)) - seen
        seen |= edge
    return high in seen


def _above(known: QuerySet[Any], edge: Iterable[tuple[str, UUID]]) -> Iterable[tuple[str, UUID]]:
    """The records right above some."""
    for plural in ("contacts", "accounts"):
        ids = [key for each, key in edge if each == plural]
        if not ids:
            continue
        rows = known.filter(**{f"from_{plural.removesuffix('s')}__in": ids})
        for contact, account in rows.values_list("to_contact_id", "to_account_id"):
            if contact or account:
                yield ("contacts", contact) if contact else ("accounts", account)
