"""Whatever administrators arranged, in whichever order: it arrives whole, and the second time nothing is left to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from tests.casting import NOW, Cast, a_record
from tests.conformance.tailored import OPTIONS
from tests.shell.setup.building import a_firm, a_view, arrange, document, exported, imported, tried

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Role
from plexus.kernel.records.acting import acting
from plexus.kernel.schema import registry
from plexus.kernel.schema.models import FieldDefinition, ObjectDefinition
from plexus.kernel.schema.models.field_definition import CustomType
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.workspaces.scope import forget_version
from plexus.shell.administration.actions import fields, layouts, objects, roles, rules
from plexus.shell.setup.outcome import Verdict

pytestmark = pytest.mark.django_db
OBJECTS = ("accounts", "deals", "machines", "courses", "tags", "stages")
Pick = Callable[[Sequence[Any]], Any]


def _field(actor: Actor, pick: Pick) -> None:
    kind, plural = pick([each.value for each in CustomType]), pick(OBJECTS)
    options = OPTIONS.get(kind, {})
    if kind == "formula":
        names = [name for name, each in _about(actor, plural).fields.items() if each.type.key in {"integer", "decimal"}]
        options = {"expression": f"{pick(['version', *names])} + 1"}
    values = {"type": kind, "label_en": pick(["One", "Two", "Three", "Four", "Five"]), "options": options,
              "filterable": pick([True, False]), "help_zh": pick(["", "说明"])}  # fmt: skip
    fields.create_field(actor=actor, plural=plural, values=values, now=NOW)


def _retire(actor: Actor, pick: Pick) -> None:
    row = pick(list(FieldDefinition.objects.filter(workspace_id=actor.workspace_id).order_by("object", "name")))
    act = fields.reinstate_field if row.retired_at else fields.retire_field
    act(actor=actor, record_id=row.pk, now=NOW)


def _retire_object(actor: Actor, pick: Pick) -> None:
    row = pick(list(ObjectDefinition.objects.filter(workspace_id=actor.workspace_id).order_by("name")))
    act = objects.reinstate_object if row.retired_at else objects.retire_object
    act(actor=actor, record_id=row.pk, now=NOW)


def _reword(actor: Actor, pick: Pick) -> None:
    row = pick(list(FieldDefinition.objects.filter(workspace_id=actor.workspace_id).order_by("object", "name")))
    values = {"label_zh": pick(["", "一", "二"]), "position": pick([0, 7]), "label_en": pick(["One", "Six", "Seven"])}
    fields.change_field(actor=actor, field_id=row.pk, values=values, now=NOW)


def _rule(actor: Actor, pick: Pick) -> None:
    plural = pick(OBJECTS)
    field = pick([name for name, each in _about(actor, plural).fields.items() if not each.reckoning])
    values = {"refuse_when": f"is_empty({field})", "field": field, "message_en": pick(["No.", "Never."])}
    rules.create_rule(actor=actor, plural=plural, values=values, now=NOW)


def _rights(actor: Actor, pick: Pick) -> None:
    row = pick(list(Role.objects.filter(workspace_id=actor.workspace_id, is_administrator=False).order_by("key")))
    plural = pick(OBJECTS)
    grants = {**row.grants, plural: {"read": pick(["all", "own", "none"])}}
    roles.change_rights(actor=actor, role_id=row.pk, grants=grants, now=NOW)
    name = pick(sorted(_about(actor, plural).fields))
    rights = {**row.fields.get(plural, {}), name: pick(["hidden", "read_only"])}
    roles.change_field_rights(actor=actor, role_id=row.pk, plural=plural, fields=rights, now=NOW)


def _layout(actor: Actor, pick: Pick) -> None:
    plural, names = pick(OBJECTS), set[str]()
    known = sorted(_about(actor, plural).fields)
    names |= {pick(known) for _each in range(4)}
    row = pick([None, *Role.objects.filter(workspace_id=actor.workspace_id).order_by("key")])
    parts = {"sections": [{"label_zh": "全部", "fields": sorted(names)}], "columns": [pick(known)]}
    layouts.keep_layout(
        actor=actor, plural=plural, role_id=row.pk if row else None, name="", parts=parts, now=NOW
    )  # fmt: skip


def _view(actor: Actor, pick: Pick) -> None:
    plural = pick(OBJECTS)
    column = pick(sorted(_about(actor, plural).fields))
    a_view(actor, plural, pick(["One", "Two"]), columns=[column], filter=f'{{"field": "{column}", "op": "not_empty"}}')


def _stage(actor: Actor, pick: Pick) -> None:
    a_record("stages", actor, name=pick("ABC"), pipeline={"by": {"name": "Sales"}}, probability=pick([0, "12.5"]))


def _about(actor: Actor, plural: str) -> Any:
    return registry.of(actor.workspace_id).object(plural)


ACTS = (_field, _field, _field, _retire, _retire, _retire_object, _reword, _rule, _rights, _layout, _view, _stage)


def _live(actor: Actor, dice: Random) -> None:
    """Some days of an administrator; what the product refuses is not done."""
    for act in dice.choices(ACTS, k=10):
        with suppress(Refusal, IndexError), acting(actor):
            act(actor, dice.choice)
        forget_version()


@pytest.mark.parametrize("seed", range(4))
def test_any_set_up_arrives_whole_and_is_then_unchanged(cast: Cast, seed: int) -> None:
    dice = Random(seed)  # noqa: S311 - a story, no secret
    arrange(cast.root)
    empty, other = a_firm("empty"), a_firm("other")
    _live(cast.root, dice)
    _live(other, dice)
    file = document(cast.root)

    done = imported(empty, file, skip_refused=True)
    theirs = imported(other, file, skip_refused=True)
    again = tried(other, file)

    assert [(line.place, line.reasons) for line in done.refused] == []
    assert exported(empty) == file.text()
    settled = {line.place for line in theirs.lines if line.verdict is not Verdict.REFUSED}
    moved = {line.place for line in again.lines if line.verdict is not Verdict.UNCHANGED}
    assert len(settled) > 30
    assert settled & moved == set()
