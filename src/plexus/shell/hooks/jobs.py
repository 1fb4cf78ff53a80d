"""The errand that sends, and the chore that forgets what was sent long ago."""

from __future__ import annotations

import random
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.utils import timezone

from plexus.kernel.jobs.registry import chore, errand
from plexus.shell.hooks.actions import delivering
from plexus.shell.hooks.actions.managing import ERRAND

FORGET = "DELETE FROM hooks_message WHERE ended_at < now() - make_interval(days => %s)"


@errand(ERRAND, due=lambda: delivering.due(timezone.now()))
def deliver(workspace_id: UUID) -> None:
    """Send what is due in a workspace."""
    chance = random.SystemRandom()
    delivering.deliver(workspace_id, delivering.Outside(timezone.now, chance, delivering.guard_of_installation()))


@chore("webhooks.forget")
def forget() -> None:
    """Delete messages that ended long ago, with their attempts, of every workspace."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "DELETE FROM hooks_attempt a USING hooks_message m WHERE a.message_id = m.id"
            " AND m.ended_at < now() - make_interval(days => %s)",
            [settings.PLEXUS_WEBHOOK_LOG_DAYS],
        )
        cursor.execute(FORGET, [settings.PLEXUS_WEBHOOK_LOG_DAYS])
