"""The operations of set-ups."""

from __future__ import annotations

from django.utils.translation import gettext as _

from plexus.shell.api.openapi import answers, parameters
from plexus.shell.api.openapi.operations import BODY, Operations, json_body, operation
from plexus.shell.api.openapi.schemas import ID, TEXT, Json, nullable, ref
from plexus.shell.api.setting_up import SETUP
from plexus.shell.setup.document import FORMAT, VERSION
from plexus.shell.setup.outcome import Verdict

EXAMPLE = {
    "setup": {
        "format": FORMAT, "version": VERSION,
        "custom-objects": {"machines": {"label_en": "Machine", "plural_en": "Machines", "label_zh": "机器"}},
        "custom-fields": {"machines": {"serial_number": {"type": "text", "label_en": "Serial number"}}},
    },
    "dry_run": True,
}  # fmt: skip


def operations() -> Operations:
    """Address, method and operation of what set-ups take."""
    tag = _("Set-up")
    found = answers.success(200, _("The document: the same set-up always gives the same text."), ref("Setup"),
                            "Plexus-Left-Out")  # fmt: skip
    yield "/setup", "get", operation(
        "export-setup", tag, _("Tell the set-up"),
        _("Custom objects and fields, rules, layouts, roles, shared views, pipelines and other lists, by stable names. "
          "No data, people, tokens or webhooks are in it. Only an administrator's token of full scope may."),
        found | answers.refusals(),
    )  # fmt: skip
    done = answers.success(200, _("What became of each entry, or would."), ref("SetupOutcome"), "Plexus-Cause")
    yield "/setup", "post", operation(
        "import-setup", tag, _("Bring a set-up in"),
        _("What the document names is made or changed, what it does not name stays. All or nothing: when one entry is "
          "refused nothing is changed, unless “skip_refused” is true. Everything stands under one cause in the "
          "journal. With “dry_run” the very same is done and taken back."),
        done | answers.handed_over() | answers.refusals(*BODY, 409), parameters=[parameters.idempotency_key()],
        body=json_body(answers.of_parts(SETUP), example=EXAMPLE),
    )  # fmt: skip


def schemas() -> dict[str, Json]:
    """What a set-up and its outcome look like."""
    setup = answers.thing(("format", "version"), format={"const": FORMAT}, version={"const": VERSION})
    change = answers.thing(field=TEXT, before={}, after={})
    entry = answers.thing(
        section=TEXT, key=answers.several(TEXT), name=TEXT, verdict={"enum": [each.value for each in Verdict]},
        changes=answers.several(change), errors=answers.several(ref("FieldError")),
    )  # fmt: skip
    counts = answers.thing(**{each.value: answers.WHOLE for each in Verdict})
    return {
        "Setup": setup | {"examples": [EXAMPLE["setup"]]},
        "SetupOutcome": answers.thing(
            dry_run=answers.FLAG, cause=nullable(ID), counts=counts, entries=answers.several(entry)
        ),
    }
