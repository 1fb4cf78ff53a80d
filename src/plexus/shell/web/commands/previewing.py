"""What an action would change, in words, before it is done."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from plexus.kernel.actions.action import Action
from plexus.kernel.records.many.selecting import Rows
from plexus.kernel.schema.object import Object
from plexus.shell.components.feedback import Notice
from plexus.shell.components.formats import number_text
from plexus.shell.web.visit import Visit


def told(visit: Visit, about: Object, wanted: Action, rows: Rows) -> Notice | None:
    """How many of the records would change, and some of them before and after."""
    if wanted.preview is None:
        return None
    found = wanted.preview(actor=visit.actor, about=about, rows=rows)
    counts = {name: number_text(getattr(found, name), locale=visit.locale) for name in ("looked", "differing")}
    if not found.differing:
        return Notice(gettext("None of these %(looked)s records would change.") % counts, tone="info")
    words = ngettext(
        "%(differing)s of %(looked)s record would change.", "%(differing)s of %(looked)s records would change.",
        found.looked,
    )  # fmt: skip
    if found.more:
        words = gettext("Of the first %(looked)s records %(differing)s would change; the others are done alike.")
    points = tuple(
        gettext("%(record)s · %(field)s: %(before)s → %(after)s") % {
            "record": each.record, "field": each.label, "before": each.before or "—", "after": each.after or "—",
        }
        for each in found.examples
    )  # fmt: skip
    return Notice(words % counts, tone="info", points=points)
