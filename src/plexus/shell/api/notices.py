"""Notifications over the API: one's own, under one's own rights of now."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from plexus.kernel.following.actions import marking
from plexus.kernel.following.queries import notices
from plexus.kernel.following.queries.notices import Shown
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.api import asking, bodies
from plexus.shell.api.bodies import Part
from plexus.shell.api.door import Call, answer
from plexus.shell.telling import change_told

READ = {
    "all": Part("flag", _("All that are not read yet."), default=False),
    "ids": Part("list", _("Only these."), of="whole", default=None),
    "read": Part("flag", _("Whether they count as read from now on."), default=True),
}
ONE_OF = _("Give either “ids” or “all”.")


def list_notices(call: Call) -> HttpResponse:
    """GET /notifications: what one was told, the newest first."""
    limit, cursor = asking.page(call, "unread")
    before, unread = asking.number_cursor(cursor), asking.flag(call, "unread")
    page = notices.notices(actor=call.actor, limit=limit, before=before, unread=unread)
    return answer({"data": [_told(each) for each in page.notices], "next": str(page.next) if page.next else None})


def mark(call: Call) -> HttpResponse:
    """POST /notifications/read: some are read, or all, or some are not after all."""
    given = bodies.taken(call.body(), READ)
    if bool(given["ids"]) == given["all"]:
        raise bodies.BodyInvalid(fields=[FieldError("ids", "one_of", ONE_OF)])
    if not given["read"]:
        return answer({"changed": marking.mark_unread(actor=call.actor, ids=given["ids"] or ())})
    ids = given["ids"] or None
    return answer({"changed": marking.mark_read(actor=call.actor, now=call.now, ids=ids)})


def _told(one: Shown) -> dict[str, Any]:
    source = {"object": one.source[0], "id": one.source[1], "text": one.text} if one.source else None
    return {
        "id": one.id, "kind": one.kind.value, "at": one.at, "read": one.read, "by": one.by or None,
        "record": {"object": one.object, "id": one.record_id, "name": one.title or None},
        "change": change_told(one.change) if one.change else None, "source": source,
    }  # fmt: skip
