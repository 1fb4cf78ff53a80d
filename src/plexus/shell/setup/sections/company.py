"""What holds for everybody who does not choose otherwise; not the company's name, which is its own."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema.field import Label
from plexus.kernel.workspaces.models import Workspace
from plexus.shell.administration.actions.company import change_company
from plexus.shell.setup.document import Entry, Key
from plexus.shell.setup.section import Held, Scope, Section


class Company(Section):
    """One entry: language, currency, time zone and country."""

    name = "company"
    depth = 0
    kinds = {"language": "text", "currency": "text", "time_zone": "text", "country": "text"}

    @property
    def label(self) -> Label:
        return _("Company")

    def held(self, actor: Actor) -> dict[Key, Held]:
        row = Workspace.objects.get(pk=actor.workspace_id)
        return {(): Held(row.pk, {name: getattr(row, name) for name in self.kinds})}

    def keep(self, key: Key, values: Entry, held: Held | None, scope: Scope) -> UUID | None:
        return change_company(actor=scope.actor, values=values).pk
