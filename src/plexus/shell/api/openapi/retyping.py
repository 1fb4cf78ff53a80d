"""The operation that tells what a change of a field's type would lose."""

from __future__ import annotations

from django.utils.translation import gettext as _

from plexus.shell.api.openapi import answers, parameters
from plexus.shell.api.openapi.answers import WHOLE, several, thing
from plexus.shell.api.openapi.operations import BODY, Operations, json_body, operation
from plexus.shell.api.openapi.schemas import ID, TEXT
from plexus.shell.api.retyping import WANTED


def operations(tag: str) -> Operations:
    """Address, method and operation, among those of the fields."""
    seen = thing(kept=WHOLE, lost=WHOLE, rows=several(ID), examples=several(TEXT))
    yield "/custom-fields/{id}/preview-type", "post", operation(
        "custom-fields-preview-type", tag, _("Preview a change of type"),
        _("How many values would be kept and lost if the field took another type, the first values that would be lost "
          "and the records that hold them. Nothing is changed. Where many records hold a value a worker looks: the "
          "result of its job tells the same without the values. The action change-type makes the change."),
        answers.success(200, _("What would be kept and lost."), seen) | answers.handed_over()
        | answers.refusals(*BODY, 409),
        parameters=[parameters.in_path("id", _("The id of the field.")), parameters.idempotency_key()],
        body=json_body(answers.of_parts(WANTED), example={"type": "integer"}),
    )  # fmt: skip
