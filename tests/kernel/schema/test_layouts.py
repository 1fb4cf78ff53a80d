"""Layouts: what they place, what they may not say, and that no field is lost, doubled or shown against its rights."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.casting import Cast, a_record
from tests.conformance.tailored import a_field

from plexus.kernel.identity.actor import Actor
from plexus.kernel.identity.models import Role
from plexus.kernel.records.acting import acting
from plexus.kernel.records.refusals import Invalid, NotAllowed, Taken
from plexus.kernel.schema import registry
from plexus.kernel.schema.layout import Layout, Section
from plexus.kernel.schema.object import Object

NAMES = ("a", "b", "c", "d", "e", "f")
patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
some = st.lists(st.sampled_from(NAMES), unique=True)


@st.composite
def laid_out(draw: st.DrawFn) -> Layout:
    """A layout that names each field once at most."""
    names = draw(st.permutations(NAMES))
    cuts = sorted(draw(st.lists(st.integers(0, len(names)), max_size=4)))
    parts = [tuple(names[begin:end]) for begin, end in zip([0, *cuts], [*cuts, len(names)], strict=True)]
    *sections, rest = parts
    made = tuple(Section(f"S{n}", fields, draw(st.booleans())) for n, fields in enumerate(sections))
    return Layout(
        made, frozenset(draw(st.lists(st.sampled_from(rest)))) if rest else frozenset(), own=draw(st.booleans())
    )


@patiently
@given(laid_out(), some, some)
def test_every_field_stands_once_and_only_if_it_may_be_seen(layout: Layout, usual: list[str], known: list[str]) -> None:
    shown = [name for section in layout.placed(usual, known) for name in section.fields]

    named = {name for section in layout.sections for name in section.fields}
    rest = set() if layout.own else set(usual) - layout.hidden
    assert len(shown) == len(set(shown))
    assert set(shown) == (named | rest) & set(known)


@patiently
@given(laid_out(), some)
def test_the_order_of_a_layout_is_kept(layout: Layout, known: list[str]) -> None:
    shown = [name for section in layout.placed((), known) for name in section.fields]

    assert shown == [name for section in layout.sections for name in section.fields if name in known]


def about(actor: Actor) -> Object:
    """Deals as the actor's firm has them now."""
    with acting(actor):
        return registry.of(actor.workspace_id).object("deals")


def a_layout(actor: Actor, parts: dict[str, Any], **more: Any) -> Any:
    """A layout of deals."""
    return a_record("layouts", actor, object="deals", parts=parts, **more)


def test_a_role_has_its_own_layout_and_others_that_of_everybody(cast: Cast) -> None:
    sales = Role.objects.get(key="sales", workspace_id=cast.root.workspace_id).pk
    a_layout(cast.root, {"columns": ["name", "amount"]})
    a_layout(cast.root, {"columns": ["name", "source"]}, role=sales)

    deals = about(cast.root)

    assert [getattr(deals.layout_for(who.role_id), "columns", None) for who in (cast.ada, cast.max)] == [
        ("name", "source"), ("name", "amount"),
    ]  # fmt: skip


def test_a_new_field_lands_in_the_layout_of_everybody_and_in_no_other(cast: Cast) -> None:
    sales = Role.objects.get(key="sales", workspace_id=cast.root.workspace_id).pk
    sections = [{"label_en": "Deal", "fields": ["name", "amount"]}]
    a_layout(cast.root, {"sections": sections, "hidden": ["source"]})
    a_layout(cast.root, {"sections": sections}, role=sales)
    a_field(cast.root, "deals", name="budget_code", label_en="Budget code")

    deals = about(cast.root)
    usual = ("name", "amount", "source", "budget_code")

    def shown(who: Actor) -> list[str]:
        layout = deals.layout_for(who.role_id)
        assert layout is not None
        return [name for section in layout.placed(usual, deals.fields) for name in section.fields]

    assert shown(cast.max) == ["name", "amount", "budget_code"]
    assert shown(cast.ada) == ["name", "amount"]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"sections": [{"fields": ["nonsense"]}]}, "unknown_field"),
        ({"sections": [{"fields": ["name"]}], "hidden": ["name"]}, "twice"),
        ({"sections": {"fields": ["name"]}}, "bad_shape"),
        ({"sections": [{"fields": [7]}]}, "bad_shape"),
        ({"sections": [{"fields": [], "colour": "red"}]}, "bad_shape"),
        ({"sections": [{"fields": []}] * 31}, "too_many"),
        ({"related": [{"list": "nonsense"}]}, "unknown_list"),
        ({"related": [{"list": "line_items", "fields": ["nonsense"]}]}, "unknown_field"),
        ({"columns": ["nonsense"]}, "unknown_field"),
    ],
)
def test_a_layout_that_makes_no_sense_is_refused(cast: Cast, parts: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_layout(cast.root, parts)

    assert code in [each.code for each in refused.value.fields]


def test_there_is_one_layout_for_everybody_and_only_administrators_make_it(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        a_layout(cast.ada, {})
    a_layout(cast.root, {})

    with pytest.raises(Taken):
        a_layout(cast.root, {})
