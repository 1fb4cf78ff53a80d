"""How a webhook stands: in order, failing, paused for a while, or switched off with the reason told to its person."""

from __future__ import annotations

import logging
import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from plexus.kernel.identity.actor import system
from plexus.kernel.journal.causing import causing
from plexus.kernel.values import sentences
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.hooks import refusals
from plexus.shell.hooks.models import Webhook

logger = logging.getLogger(__name__)
# After each attempt that failed, how long until the next one: nine attempts in about a day and a half.
WAITS = tuple(timedelta(seconds=each) for each in (5, 60, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600))
PATIENCE = 5
LONGEST_PAUSE = timedelta(hours=1)
SUBJECT = _("Plexus has switched a webhook off: %(name)s")
TEXT = _(
    "The webhook “%(name)s” sends nothing any more.\n\n%(reason)s\n\nSwitch it on again under Settings → Webhooks. "
    "What it missed can be sent then."
)


class Hindered(Exception):
    """A webhook cannot go on; the sentence says why."""

    def __init__(self, message: str, **params: Any) -> None:
        self.sentence = sentences.kept(message, params)
        super().__init__(message)


def wait_after(attempts: int, chance: random.Random) -> timedelta | None:
    """How long after so many attempts the next one is made, a little at random; none when it is given up."""
    if attempts > len(WAITS):
        return None
    return WAITS[attempts - 1] * (0.8 + 0.4 * chance.random())


def arrived(webhook: Webhook) -> None:
    """A message was taken: whatever went wrong before is over."""
    _set(webhook, failures=0, failing_since=None, paused_until=None)


def failed(webhook: Webhook, now: datetime, reason: Mapping[str, Any], chance: random.Random) -> None:
    """A message was not taken: after a few, all wait; after days, the webhook is switched off."""
    failures, since = webhook.failures + 1, webhook.failing_since or now
    pause = min(timedelta(seconds=15 * 2 ** min(failures - PATIENCE, 10)), LONGEST_PAUSE)
    until = now + pause * (0.8 + 0.4 * chance.random()) if failures >= PATIENCE else None
    _set(webhook, failures=failures, failing_since=since, paused_until=until)
    days = settings.PLEXUS_WEBHOOK_DAYS
    if now - since > timedelta(days=days):
        said = {"days": days, "reason": gettext(str(reason["text"])) % reason["params"]}
        switch_off(webhook, sentences.kept(refusals.FAILED_TOO_LONG, said))


def switch_off(webhook: Webhook, reason: Mapping[str, Any]) -> None:
    """Send nothing more, and tell the person whose webhook it is."""
    with causing(actor=system(webhook.workspace_id), action="webhooks.switch_off", webhook=webhook.pk):
        _set(webhook, active=False, trouble=dict(reason))
    logger.warning("webhook %s switched off: %s", webhook.pk, reason["text"])
    person = webhook.person
    if person.email and person.active:
        transaction.on_commit(lambda: _tell(webhook.name, person.email, _language(person), reason))


def _language(person: Any) -> str:
    return person.user.language if person.user else settings.LANGUAGE_CODE


def _tell(name: str, email: str, language: str, reason: Mapping[str, Any]) -> None:
    with translation.override(language or settings.LANGUAGE_CODE):
        said = {"name": name, "reason": sentences.spoken(reason, gettext)}
        send_mail(gettext(SUBJECT) % said, gettext(TEXT) % said, None, [email], fail_silently=True)


def _set(webhook: Webhook, **known: Any) -> None:
    for name, value in known.items():
        setattr(webhook, name, value)
    Webhook.objects.filter(pk=webhook.pk).update(**known)
