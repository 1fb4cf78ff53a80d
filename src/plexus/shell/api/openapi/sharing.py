"""The operations of sharing one record, and of asking why somebody can see it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from plexus.kernel.access.filtering import may_be_shared
from plexus.kernel.access.rights import Verb
from plexus.kernel.actions.sharing import TERMS, WHOM
from plexus.shell.api.openapi import answers, examples, parameters
from plexus.shell.api.openapi.operations import BODY, Operations, json_body
from plexus.shell.api.openapi.schemas import ID, Json, as_written, ref
from plexus.shell.api.openapi.told import Told


def operations(told: Told) -> Operations:
    """Address, method and operation."""
    if may_be_shared(told.about):
        yield from _shares(told)
    yield f"{told.path}/{{id}}/access", "get", told.operation(
        "access-to", _("Why a person can see it"),
        _("Every rule that opens the record to the person or does not, for reading, changing and deleting. For "
          "administrators and whoever may share the record; anybody may ask about himself."),
        answers.success(200, _("What the person may do, and why."), ref("Access")) | answers.refusals(),
        parameters=[
            parameters.record_id(), parameters.query("person", _("The id of the person."), ID, required=True)
        ],
    )  # fmt: skip


def _shares(told: Told) -> Operations:
    path = f"{told.path}/{{id}}/shares"
    listed = answers.success(200, _("The shares."), answers.thing(data=answers.several(ref("Share"))))
    yield path, "get", told.operation(
        "shares-of", _("With whom it is shared"),
        _("Every share that nobody took back, the oldest first; those that are over say so."),
        listed | answers.refusals(), parameters=[parameters.record_id()],
    )  # fmt: skip
    if not told.may(Verb.UPDATE):
        return
    made = answers.success(201, _("It is shared."), ref("Share"), "Plexus-Cause")
    changed = answers.success(200, _("The share has these terms now."), ref("Share"), "Plexus-Cause")
    yield path, "post", told.operation(
        "share", _("Share it"),
        _("With a person or with a team and the teams below it, one of the two, to read or to change, until a moment "
          "or for good. Who has it already gets these terms instead. Whoever may change the record by role may share "
          "it; what is shared with you, you cannot pass on."),
        made | changed | answers.refusals(*BODY, 409),
        parameters=[parameters.record_id(), parameters.idempotency_key()],
        body=json_body(_body(), example=examples.params((*WHOM, *TERMS))),
    )  # fmt: skip
    gone = answers.success(204, _("It is taken back."), None, "Plexus-Cause")
    yield f"{path}/{{share}}", "delete", told.operation(
        "end-share", _("Take a share back"), _("At once; undoing the cause gives it again."),
        gone | answers.refusals(409),
        parameters=[parameters.record_id(), parameters.in_path("share", _("The id of the share."))],
    )  # fmt: skip


def _body() -> Json:
    return {
        "type": "object",
        "properties": {each.name: as_written(each) for each in (*WHOM, *TERMS)},
        "additionalProperties": False,
    }
