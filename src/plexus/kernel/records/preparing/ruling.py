"""The one question of every door before a record is kept: what the workspace itself demands of it.

Page and API ask it of one record (`changing`), bulk commands of many (`altering`), an import of each part of a file
(`importing.chunks`, `importing.making`). Rules look as the company, not as the person who saves: what is refused does
not depend on who may see what; but a refusal names no field that the person may not see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.expressions.checked import Checked, Reading, readings
from plexus.kernel.expressions.evaluating import evaluate
from plexus.kernel.expressions.functions.function import Moment
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.preparing import assigning
from plexus.kernel.records.reckoning import NONE, Reach, Ruled, ruled
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _

# The words are the workspace's own, in both languages.
SAID = _("%(said)s")
UNSEEN = _("Something that you may not see is required here. Ask an administrator.")


def broken(
    actor: Actor,
    about: Object,
    rows: Sequence[Any],
    moment: Moment,
    *,
    unread: frozenset[str] = frozenset(),
    drafted: Mapping[UUID, Any] = NONE,
) -> dict[UUID, list[FieldError]]:
    """What the workspace's rules say of records, by the keys of those that break one: what they lack, what is wrong.

    What was sent for `unread` fields did not fit: rules that look at them say nothing. `drafted` are records, by their
    keys, that these refer to and that are yet to be stored.
    """
    if not about.is_ruled or not rows:
        return {}
    asked, reach = _without(ruled(about, actor.workspace_id), unread), Reach(actor.workspace_id, drafted=drafted)
    reach.load((part for _of, part in (*asked.rules, *asked.required)), rows)
    known = readable_fields(actor, about)
    found = {row.pk: list(_broken(asked, about, row, reach.reader(about, row, moment), moment)) for row in rows}
    return {key: [_told(each, known) for each in errors] for key, errors in found.items() if errors}


def _without(asked: Ruled, unread: frozenset[str]) -> Ruled:
    """What is asked without looking at some fields."""
    if not unread:
        return asked

    def blind(part: Checked) -> bool:
        return unread.isdisjoint(each.path[0] for each in readings(part))

    rules = tuple((rule, part) for rule, part in asked.rules if blind(part))
    return replace(asked, rules=rules, required=tuple((field, part) for field, part in asked.required if blind(part)))


def _broken(
    asked: Ruled, about: Object, row: Any, read: Callable[[Reading], Any], moment: Moment
) -> Iterator[FieldError]:
    for field, checked in asked.required:
        if not field.required and assigning.is_empty(field, row) and evaluate(checked, read, moment):
            yield FieldError(field.name, "required", assigning.REQUIRED)
    for rule, checked in asked.rules:
        if evaluate(checked, read, moment):
            yield FieldError(rule.field, "rule", SAID, {"said": rule.message, "rule": rule.key})


def _told(error: FieldError, known: Any) -> FieldError:
    """The error as somebody may read it who does not see every field."""
    if not error.field or error.field in known:
        return error
    return replace(error, field="", message=UNSEEN if error.code == "required" else error.message)


def needed(actor: Actor, about: Object, row: Any, moment: Moment) -> frozenset[str]:
    """The fields that a record, as it stands in memory, could not be kept without."""
    always = {each.name for each in about.required_fields}
    asked, reach = ruled(about, actor.workspace_id), Reach(actor.workspace_id)
    read = reach.reader(about, row, moment)
    return frozenset(always | {field.name for field, checked in asked.required if evaluate(checked, read, moment)})
