"""What a set-up does to a workspace that has one: it makes and changes, removes nothing, and raises nobody."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.casting import NOW, Cast, a_deal, a_pipeline, a_stage, an_account, found
from tests.shell.setup.building import (
    CHOICES,
    a_field,
    a_firm,
    a_view,
    arrange,
    document,
    exported,
    imported,
    narrow,
    role,
    tried,
)

from plexus.crm.customers.models import Tag
from plexus.crm.sales.models import Stage
from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Role
from plexus.kernel.jobs.models import Job
from plexus.kernel.journal.models import Cause, Change
from plexus.kernel.records import undoing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.refusals import NotAllowed
from plexus.kernel.schema.models import FieldDefinition, ObjectDefinition, RuleDefinition
from plexus.kernel.views.models import View
from plexus.shell.administration.actions import fields, objects, roles, rules
from plexus.shell.setup.document import Document
from plexus.shell.setup.outcome import Line, Outcome, Verdict
from plexus.shell.setup.queries import exporting
from plexus.shell.setup.reading import accepted
from plexus.shell.setup.refusals import SetupMoved, SetupRefused

pytestmark = pytest.mark.django_db


def a_setup(**sections: Any) -> Document:
    """A set-up as somebody writes it by hand."""
    return accepted(
        {"format": "plexus-setup", "version": 1} | {name.replace("_", "-"): each for name, each in sections.items()}
    )


def only(outcome: Outcome) -> Line:
    """The one entry of an outcome."""
    (line,) = outcome.lines
    return line


def codes(outcome: Outcome) -> list[tuple[str, str]]:
    """What was refused, by place, and why."""
    return [(line.place, each.code) for line in outcome.refused for each in line.reasons]


def differences(line: Line) -> list[tuple[str, Any, Any]]:
    return [(each.name, each.before, each.after) for each in line.differences]


def test_what_differs_is_told_property_by_property_and_changed(root: Actor) -> None:
    row = a_field(root, "accounts", "credit", label_zh="额度")
    wanted = a_setup(custom_fields={"accounts": {"credit": {"label_en": "Credit line", "required": True}}})

    told, done = tried(root, wanted), imported(root, wanted)

    assert told.lines == done.lines
    assert only(done).verdict is Verdict.CHANGED
    assert differences(only(done)) == [("label_en", "Credit", "Credit line"), ("required", False, True)]
    with acting(root):
        row.refresh_from_db()
    assert (row.label_en, row.label_zh, row.required, row.version) == ("Credit line", "额度", True, 2)


def test_nothing_that_the_file_does_not_name_is_removed(root: Actor) -> None:
    arrange(root)
    before = exported(root)

    outcome = imported(root, a_setup(tags={"New": {}}, custom_objects={}))

    assert [line.place for line in outcome.lines] == ["tags › New"]
    with acting(root):
        Tag.objects.filter(name="New").delete()
    assert exported(root) == before


def test_choices_that_only_the_workspace_has_stay(root: Actor) -> None:
    row = a_field(root, "accounts", "press", "choice", options={"choices": CHOICES})
    mill = {"key": "mill", "label_en": "Mill"}

    outcome = imported(
        root, a_setup(custom_fields={"accounts": {"press": {"options": {"choices": [mill, CHOICES[0]]}}}})
    )

    assert [each.name for each in only(outcome).differences] == ["options.choices"]
    with acting(root):
        row.refresh_from_db()
    assert [each["key"] for each in row.options["choices"]] == ["mill", "lathe", "press"]


def test_everything_stands_under_one_cause_that_can_be_taken_back_and_done_again(cast: Cast) -> None:
    arrange(cast.root)
    other = a_firm("other")
    done = imported(other, document(cast.root))
    assert done.cause_id is not None

    with acting(other):
        causes = Cause.objects.filter(workspace_id=other.workspace_id, action__contains="setup")
        assert [each.pk for each in causes] == [done.cause_id]
        changes = Change.objects.filter(workspace_id=other.workspace_id).exclude(cause_id=done.cause_id)
        assert set(changes.values_list("object", flat=True)) <= {"people", "roles"}
        undone = undoing.undo_cause(actor=other, cause_id=done.cause_id, now=NOW)
        assert (undone.conflict_count, undone.blocked_count, undone.refused_count) == (0, 0, 0)
        assert not FieldDefinition.objects.filter(workspace_id=other.workspace_id, deleted_at=None).exists()
    again = imported(other, document(cast.root))

    assert codes(again) == []
    assert exported(other) == exported(cast.root)


def test_what_the_company_was_stands_in_the_cause(root: Actor) -> None:
    outcome = imported(root, a_setup(company={"currency": "EUR", "language": "en"}))

    assert outcome.cause_id is not None
    with acting(root):
        cause = Cause.objects.get(pk=outcome.cause_id)
    assert differences(only(outcome)) == [("currency", "CNY", "EUR")]
    assert cause.params == {"before": {"currency": "CNY"}, "after": {"currency": "EUR"}}


def test_one_refused_entry_keeps_everything_out(root: Actor) -> None:
    wanted = a_setup(tags={"New": {}}, company={"currency": "XYZ"})

    with pytest.raises(SetupRefused) as refused:
        imported(root, wanted)

    assert [(each.field, each.code) for each in refused.value.fields] == [("company › currency", "not_offered")]
    with acting(root):
        assert not Tag.objects.filter(name="New").exists()
        assert not Cause.objects.filter(action="setup.import").exists()


def test_the_others_are_brought_in_without_what_was_refused_and_what_builds_on_it(root: Actor) -> None:
    wanted = a_setup(
        custom_objects={"machines": {"label_en": "Machine"}},
        custom_fields={
            "machines": {
                "broken": {"type": "formula", "label_en": "Broken", "options": {"expression": "no_such + 1"}},
                "on_it": {"type": "formula", "label_en": "On it", "options": {"expression": "broken + 1"}},
                "sound": {"type": "text", "label_en": "Sound"},
            }
        },
    )

    outcome = imported(root, wanted, skip_refused=True)

    assert codes(outcome) == [
        ("custom-fields › machines › broken", "unknown_field"), ("custom-fields › machines › on_it", "unknown_field")
    ]  # fmt: skip
    with acting(root):
        rows = FieldDefinition.objects.filter(workspace_id=root.workspace_id, object="machines")
        assert [each.name for each in rows] == ["sound"]


def test_a_field_keeps_its_type(root: Actor) -> None:
    a_field(root, "accounts", "credit")

    outcome = tried(root, a_setup(custom_fields={"accounts": {"credit": {"type": "integer"}}}))

    assert codes(outcome) == [("custom-fields › accounts › credit", "type_stays")]
    assert only(outcome).reasons[0].sentence().startswith("The field is “Text” here and “Whole number” in the file.")


def test_what_could_not_be_retired_here_is_refused_and_nothing_of_it_stays(root: Actor) -> None:
    price = a_field(root, "accounts", "credit", "integer")
    a_field(root, "accounts", "twice", "formula", options={"expression": "credit * 2"})
    wanted = a_setup(
        custom_fields={"accounts": {"credit": {"retired": True, "label_en": "Old credit"}}}, tags={"New": {}}
    )

    outcome = imported(root, wanted, skip_refused=True)

    assert codes(outcome) == [("custom-fields › accounts › credit", "in_use")]
    assert outcome.counts[Verdict.CREATED] == 1
    with acting(root):
        price.refresh_from_db()
    assert (price.label_en, price.retired_at) == ("Credit", None)


def test_a_retired_field_comes_back_with_the_file(root: Actor) -> None:
    row = a_field(root, "accounts", "credit")
    with acting(root):
        fields.retire_field(actor=root, record_id=row.pk, now=NOW)

    outcome = imported(root, a_setup(custom_fields={"accounts": {"credit": {"retired": False}}}))

    assert differences(only(outcome)) == [("retired", True, False)]
    with acting(root):
        row.refresh_from_db()
    assert row.retired_at is None


def test_indexes_are_built_by_the_job_and_only_when_it_is_meant(root: Actor) -> None:
    wanted = a_setup(
        custom_fields={"accounts": {"credit": {"type": "text", "label_en": "Credit", "filterable": True}}}
    )  # fmt: skip

    tried(root, wanted)
    with acting(root):
        before = Job.objects.filter(kind="fields.indexes").count()
    imported(root, wanted)

    with acting(root):
        assert (before, Job.objects.filter(kind="fields.indexes").count()) == (0, 1)


def test_a_reworded_rule_is_the_same_rule(root: Actor) -> None:
    with acting(root):
        row = rules.create_rule(
            actor=root, plural="accounts", now=NOW, values={"refuse_when": "employees < 0", "message_en": "No."}
        )
    wanted = {"refuse_when": "employees < 0", "message_en": "Nobody employs fewer than none."}

    outcome = imported(root, a_setup(custom_rules={"accounts": {"Nobody employs fewer than none.": wanted}}))

    assert differences(only(outcome)) == [("message_en", "No.", "Nobody employs fewer than none.")]
    with acting(root):
        assert [each.pk for each in RuleDefinition.objects.all()] == [row.pk]


def test_a_rule_is_named_by_its_message(root: Actor) -> None:
    wanted = {"refuse_when": "employees < 0", "message_en": "No."}

    assert codes(tried(root, a_setup(custom_rules={"accounts": {"Something else": wanted}}))) == [
        ("custom-rules › accounts › Something else", "not_its_message")
    ]


def test_stages_that_a_view_names_are_those_of_the_workspace(cast: Cast) -> None:
    arrange(cast.root)
    other = a_firm("other")

    imported(other, document(cast.root))

    with acting(other):
        won = Stage.objects.get(workspace_id=other.workspace_id, name="Won")
        view = View.objects.get(workspace_id=other.workspace_id, name="Won")
        assert View.objects.filter(workspace_id=other.workspace_id, name="Mine alone").count() == 0
    assert view.filter == f'{{"field":"stage","op":"eq","value":"{won.pk}"}}'
    assert view.owner_id == other.person_id
    assert str(a_stage(cast.root, "Won").pk) not in exported(cast.root)


def test_a_view_whose_filter_names_a_record_is_left_out_and_told(root: Actor) -> None:
    account = an_account(root)
    with acting(root):
        a_view(root, "deals", "Theirs", filter=f'{{"field": "account", "op": "eq", "value": "{account.pk}"}}')
        a_view(root, "deals", "Mine", filter='{"field": "owner", "op": "eq", "value": {"me": true}}')
        told = exporting.export_setup(actor=root)

    assert [(each.field, each.code) for each in told.left_out] == [("views › deals › Theirs", "bound_to_record")]
    assert list(told.document.entries("views")) == [("deals", "Mine")]
    assert str(account.pk) not in told.document.text()


def test_no_data_people_or_secrets_are_in_the_file(cast: Cast) -> None:
    arrange(cast.root)
    a_deal(cast.ada, name="Secret deal", account=an_account(cast.ada, name="Secret customer").pk)

    text = exported(cast.root)

    for word in ("Secret", "example.com", "Ada", "Root", "East", "Home Ltd", str(cast.root.workspace_id)):
        assert word not in text


# Rights


@pytest.mark.parametrize("who", ["ada", "max", "lee"])
def test_only_administrators_may_take_or_bring_a_set_up(cast: Cast, who: str) -> None:
    actor = getattr(cast, who)

    for act in (lambda: exported(actor), lambda: imported(actor, a_setup()), lambda: tried(actor, a_setup())):
        with pytest.raises(NotAllowed):
            act()


def test_a_token_that_does_not_reach_everything_may_neither(root: Actor) -> None:
    with pytest.raises(NotAllowed):
        exported(narrow(root))
    with pytest.raises(NotAllowed):
        imported(narrow(root), a_setup(company={"currency": "EUR"}))


@pytest.mark.parametrize(
    "entry",
    [
        {"sales": {"administrator": True}},
        {"new-one": {"name": "New", "administrator": True}},
        {"administrator": {"administrator": False}},
    ],
)
def test_a_file_makes_nobody_an_administrator_and_takes_it_from_nobody(root: Actor, entry: dict[str, Any]) -> None:
    assert [code for _place, code in codes(tried(root, a_setup(roles=entry)))] == ["administrators_stay"]
    assert role(root, "administrator").is_administrator
    assert not role(root, "sales").is_administrator


@pytest.mark.parametrize("plural", ["roles", "people", "teams", "custom-objects", "custom-fields", "no-such"])
def test_a_file_gives_no_right_that_the_pages_would_not(root: Actor, plural: str) -> None:
    wanted = a_setup(roles={"sales": {"grants": {plural: {"update": "all"}}}})

    assert [code for _place, code in codes(tried(root, wanted))] == ["not_a_right"]


def test_what_the_file_does_not_know_stays_hidden(root: Actor) -> None:
    a_field(root, "accounts", "salary")
    sales = role(root, "sales")
    with acting(root):
        roles.change_field_rights(
            actor=root, role_id=sales.pk, plural="accounts", fields={"salary": "hidden", "city": "hidden"}, now=NOW
        )
        objects.create_object(actor=root, values={"name": "bonuses", "label_en": "Bonus"}, now=NOW)
        grants = {**sales.grants, "bonuses": {"read": "none"}, "deals": {"read": "all"}}
        roles.change_rights(actor=root, role_id=sales.pk, grants=grants, now=NOW)

    imported(root, a_setup(roles={"sales": {"grants": {"*": {"read": "team"}}, "fields": {}}}))

    kept = role(root, "sales")
    assert kept.grants == {"*": {"read": "team"}, "bonuses": {"read": "none"}}
    assert kept.fields == {"accounts": {"salary": "hidden"}}


def test_a_role_made_by_hand_under_the_same_name_is_the_same_role(cast: Cast) -> None:
    arrange(cast.root)
    other = a_firm("other")
    with acting(other):
        mine = roles.create_role(actor=other, name="Team lead", now=NOW)

    outcome = imported(other, document(cast.root))

    assert codes(outcome) == []
    with acting(other):
        assert [each.pk for each in Role.objects.filter(name="Team lead", workspace_id=other.workspace_id)] == [mine.pk]
        view = View.objects.get(workspace_id=other.workspace_id, name="Heavy")
    assert (view.shared_role_id, view.first_for) == (mine.pk, [str(mine.pk)])
    assert {line.verdict for line in imported(other, document(cast.root)).lines} == {Verdict.UNCHANGED}


def test_a_role_that_neither_has_is_refused_where_it_is_named(root: Actor) -> None:
    wanted = a_setup(
        layouts={"deals": {"nobody": {"parts": {}}}}, views={"deals": {"One": {"audience": "role", "shared_role": "x"}}}
    )

    assert codes(tried(root, wanted)) == [
        ("layouts › deals › nobody", "no_such_role"),
        ("views › deals › One", "no_such_role"),
    ]


def test_another_firm_is_never_touched(cast: Cast) -> None:
    arrange(cast.root)
    other = a_firm("other")
    before = exported(cast.root)

    imported(other, a_setup(custom_objects={"machines": {"label_en": "Engine"}}, company={"currency": "USD"}))

    assert exported(cast.root) == before
    with acting(other):
        assert [each.label_en for each in ObjectDefinition.objects.all()] == ["Engine"]


def test_what_was_looked_at_is_what_is_done(root: Actor) -> None:
    wanted = a_setup(tags={"VIP": {"tone": "good"}})
    looked = tried(root, wanted)
    imported(root, a_setup(tags={"VIP": {"tone": "bad"}}))

    with pytest.raises(SetupMoved):
        imported(root, wanted, expected=looked.digest)

    with acting(root):
        assert [each.tone for each in Tag.objects.all()] == ["bad"]
    assert imported(root, wanted, expected=tried(root, wanted).digest).cause_id


def test_properties_that_do_not_belong_are_refused_in_their_place(root: Actor) -> None:
    a_pipeline(root)
    wanted = a_setup(
        tags={"VIP": {"colour": "red", "tone": 5}},
        custom_fields={"accounts": {"credit": {"type": "text", "label_en": 5, "required": "yes", "id": "x"}}},
        stages={"Sales": {"Won": {"probability": "a lot"}}, "None": {"New": {}}},
    )

    found = [(line.place, each.field, each.code) for line in tried(root, wanted).refused for each in line.reasons]

    assert found == [
        ("custom-fields › accounts › credit", "label_en", "wrong_kind"),
        ("custom-fields › accounts › credit", "required", "wrong_kind"),
        ("custom-fields › accounts › credit", "id", "unknown_property"),
        ("tags › VIP", "colour", "unknown_property"),
        ("stages › None › New", "", "no_such_choice"),
        ("stages › Sales › Won", "probability", "not_a_number"),
    ]


def test_the_system_brings_a_set_up_in_too(cast: Cast) -> None:
    arrange(cast.root)
    other = a_firm("other")
    system = replace(other, person_id=None, user_id=None)

    assert codes(imported(system, document(cast.root))) == []
    assert found(other.person_id).is_administrator
