"""Founding the demo: a workspace of its own, filled in one cause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from plexus.kernel.identity import actor as actors
from plexus.kernel.identity.actions.founding import WorkspaceExists, found_workspace
from plexus.kernel.identity.clock import zone_of
from plexus.kernel.journal.causing import causing
from plexus.kernel.workspaces.models import Workspace
from plexus.kernel.workspaces.scope import inside
from plexus.site.demo.actions import hiring, saving
from plexus.site.demo.making.company import make_company
from plexus.site.demo.making.dice import Dice
from plexus.site.demo.making.setting import SIZES, Setting
from plexus.site.demo.words.colleagues import COMPANY

__all__ = ["SEED", "SIZES", "SLUG", "Demo", "WorkspaceExists", "found_demo"]

SLUG, SEED = "demo", 7


@dataclass(frozen=True)
class Demo:
    """The demo that was founded: how many records it has, and who may be entered as, by role."""

    workspace_id: UUID
    records: int
    logins: Mapping[str, str]


@transaction.atomic
def found_demo(*, now: datetime, slug: str = SLUG, language: str = "en", size: str = "usual", seed: int = SEED) -> Demo:
    """A made-up company as it stands at an instant, the same for the same seed; raises `WorkspaceExists`."""
    workspace = found_workspace(slug=slug, name=COMPANY.said(language), language=language)
    zone = zone_of(workspace.time_zone)
    setting = Setting(workspace.pk, language, now.astimezone(zone), zone, Dice(seed, apart=workspace.pk), SIZES[size])
    actor = actors.system(workspace.pk, language=language, time_zone=workspace.time_zone, currency=workspace.currency)
    with inside(workspace.pk), causing(actor=actor, action="demo.found", seed=seed, size=size) as cause_id:
        setting.players = hiring.hire(workspace.pk, domain=hiring.domain_of(slug), language=language)
        make_company(setting)
        records = saving.save(actor, setting.made, zone)
        _mark(workspace, cause_id)
    logins = {each.colleague.role: each.person.email for each in reversed(setting.players)}
    return Demo(workspace.pk, records, logins)


def _mark(workspace: Workspace, cause_id: UUID) -> None:
    """Say that the workspace is a demo, and under which cause it came to be."""
    workspace.settings = {"demo": True, "demo_cause": str(cause_id)}
    workspace.save(update_fields=["settings"])
