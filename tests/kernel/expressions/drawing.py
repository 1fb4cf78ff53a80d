"""Random expressions over deals: text of a wanted kind, with values that the rows are likely to have."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from plexus.kernel.expressions.functions import overloads
from plexus.kernel.expressions.kinds import Kind

LEAVES: dict[Kind, tuple[str, ...]] = {
    Kind.TEXT: ("name", "source", "account.name", "account.city", "owner.name", "account.parent.name", "'a'", "''",
                "'恒通 x'", "'12.50'", "'2024-02-29'", "'-7'", "' y '", "empty"),
    Kind.NUMBER: ("probability", "account.employees", "account.founded_year", "0", "1", "2.5", "0.0000000005", "7",
                  "99999999999999999999", "12", "13", "2026", "empty"),
    Kind.MONEY: ("amount", "account.annual_revenue", "money(12.34, 'CNY')", "money(0, 'USD')", "empty"),
    Kind.YES_NO: ("true", "false", "owner.active", "account.owner.active"),
    Kind.DATE: ("expected_close_on", "opened_on", "closed_on", "today()", "date('2024-02-29')", "date('0001-01-01')",
                "date('9999-12-31')", "date(2026, 1, 31)", "empty"),
    Kind.MOMENT: ("created_at", "updated_at", "now()", "account.created_at", "empty"),
    Kind.LIST: ("tags", "account.tags"),
    Kind.REFERENCE: ("account", "owner", "account.parent", "account.owner", "id", "empty"),
}  # fmt: skip
WRITTEN_BETWEEN = {"+", "-", "*", "/", "&", "=", "!=", "<", "<=", ">", ">="}
ALWAYS_WRITTEN_OUT = {"money"}


@st.composite
def expression(draw: Any, kind: Kind, depth: int = 4) -> str:
    """An expression that gives a kind."""
    fitting = [
        each
        for name, several in overloads().items()
        for each in several
        if each.gives is kind and name not in ALWAYS_WRITTEN_OUT and not (name == "date" and len(each.takes) == 1)
    ]
    if depth == 0 or not fitting or draw(st.integers(0, 3)) == 0:
        return str(draw(st.sampled_from(LEAVES[kind])))
    chosen = draw(st.sampled_from(fitting))
    more = draw(st.integers(0, 1)) if chosen.rest else 0
    args = [draw(expression(each, depth - 1)) for each in chosen.taking(len(chosen.takes) + more)]
    return _written(chosen.name, args)


def _written(name: str, args: list[str]) -> str:
    if name in {"and", "or"} or (name in WRITTEN_BETWEEN and len(args) > 1):
        return "(" + f" {name} ".join(args) + ")"
    if name == "not" or name in WRITTEN_BETWEEN:
        return f"({name} {args[0]})"
    if name == "in":
        others = ", ".join(args[1:])
        return f"({args[0]} in {others if others in LEAVES[Kind.LIST] else f'({others})'})"
    return f"{name}({', '.join(args)})"
