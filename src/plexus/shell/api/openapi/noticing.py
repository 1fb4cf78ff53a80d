"""The operations of notifications."""

from __future__ import annotations

from django.utils.translation import gettext as _

from plexus.shell.api.notices import READ
from plexus.shell.api.openapi import answers, parameters
from plexus.shell.api.openapi.operations import BODY, Operations, json_body, operation
from plexus.shell.api.openapi.schemas import TEXT, nullable, ref


def operations() -> Operations:
    """Address, method and operation of everything about notifications."""
    tag = _("Notifications")
    page = answers.thing(data=answers.several(ref("Notification")), next=nullable(TEXT))
    unread = parameters.query("unread", _("Only what was not read yet."), parameters.FLAG)
    yield "/notifications", "get", operation(
        "list-notifications", tag, _("What you were told"),
        _("Changes of what you follow, remarks on it, mentions, and what was given to you. What you may no longer see "
          "is left out, so a page may be shorter than its limit."),
        answers.success(200, _("Notifications, newest first."), page) | answers.refusals(),
        parameters=[*parameters.paging(), unread],
    )  # fmt: skip
    yield "/notifications/read", "post", operation(
        "read-notifications", tag, _("Mark as read"), _("Some by their ids, or all that are unread."),
        answers.success(200, _("How many were marked."), answers.thing(changed=answers.WHOLE))
        | answers.refusals(*BODY, 409),
        parameters=[parameters.idempotency_key()], body=json_body(answers.of_parts(READ), example={"all": True}),
    )  # fmt: skip
