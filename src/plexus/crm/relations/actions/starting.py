"""The relation types that a workspace starts with, in its language; administrators change them afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from plexus.crm.relations.models import RelationType
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.causing import causing
from plexus.kernel.records import changing
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.shell.administration.actions import speaking


class Standard(NamedTuple):
    """A relation type as shipped: the words there and back, whom it joins, and how."""

    name: str | Promise
    inverse_name: str | Promise
    from_kinds: tuple[str, ...]
    to_kinds: tuple[str, ...]
    tone: str = ""
    hierarchical: bool = False

    def values(self, position: int) -> dict[str, Any]:
        """Its values by field name; without words for the way back it is the same both ways."""
        kinds = {"from_kinds": list(self.from_kinds), "to_kinds": list(self.to_kinds)}
        words = {"name": str(self.name), "inverse_name": str(self.inverse_name), "symmetric": not self.inverse_name}
        return {**words, **kinds, "tone": self.tone, "hierarchical": self.hierarchical, "position": position}


PEOPLE, FIRMS, EITHER = ("contacts",), ("accounts",), ("contacts", "accounts")
BOUGHT = ("accounts", "deals")
STANDARD: tuple[Standard, ...] = (
    Standard(_("is decision maker for"), _("has decision maker"), PEOPLE, BOUGHT, "accent"),
    Standard(_("is influencer for"), _("has influencer"), PEOPLE, BOUGHT, "info"),
    Standard(_("is champion for"), _("has champion"), PEOPLE, BOUGHT, "good"),
    Standard(_("is blocker for"), _("has blocker"), PEOPLE, BOUGHT, "bad"),
    Standard(_("refers"), _("is referred by"), EITHER, ("contacts", "accounts", "deals"), "good"),
    Standard(_("reports to"), _("manages"), PEOPLE, PEOPLE, "info", hierarchical=True),
    Standard(_("is assistant of"), _("has assistant"), PEOPLE, PEOPLE),
    Standard(_("is colleague of"), "", PEOPLE, PEOPLE),
    Standard(_("knows"), "", PEOPLE, PEOPLE),
    Standard(_("formerly worked at"), _("formerly employed"), PEOPLE, FIRMS),
    Standard(_("advises"), _("is advised by"), EITHER, FIRMS, "info"),
    Standard(_("is partner of"), "", FIRMS, FIRMS, "good"),
    Standard(_("supplies"), _("is supplied by"), FIRMS, FIRMS, "warn"),
    Standard(_("is subsidiary of"), _("has subsidiary"), FIRMS, FIRMS, "accent", hierarchical=True),
    Standard(_("competes with"), "", FIRMS, FIRMS, "bad"),
)


def standard_types() -> Iterator[dict[str, Any]]:
    """The values of each standard type in the active language, in their order."""
    return (each.values(position) for position, each in enumerate(STANDARD))


def start_relating(actor: Actor, *, now: datetime) -> bool:
    """The standard types, where there is no type yet; gives whether there was none."""
    with acting(actor), causing(actor=actor, action="relations.start"), override(actor.language):
        if RelationType.objects.filter(workspace_id=actor.workspace_id, deleted_at=None).exists():
            return False
        about = registry.of(actor.workspace_id).of_model(RelationType)
        for values in standard_types():
            changing.create(actor=actor, about=about, values=values, now=now, action="relations.start")
    return True


def speak(actor: Actor, before: str, now: datetime) -> None:
    """The standard types in the actor's language, where they are still called as they were in another."""
    said = speaking.words((text for each in STANDARD for text in (each.name, each.inverse_name)), actor, before)
    speaking.rename(actor, RelationType, said, now, fields=("name", "inverse_name"))
