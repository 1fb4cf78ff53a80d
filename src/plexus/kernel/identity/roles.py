"""The roles that a new workspace starts with."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ADMINISTRATOR, MANAGER, SALES, READER = "administrator", "manager", "sales", "reader"


class StandardRole(NamedTuple):
    """A role as shipped; an administrator may change it afterwards."""

    key: str
    name: str | Promise
    is_administrator: bool
    grants: dict[str, dict[str, str]]


def rights(read: str, create: str, update: str, delete: str) -> dict[str, str]:
    """The levels of the four verbs."""
    return {"read": read, "create": create, "update": update, "delete": delete}


STANDARD: tuple[StandardRole, ...] = (
    StandardRole(ADMINISTRATOR, _("Administrator"), True, {}),
    StandardRole(
        MANAGER,
        pgettext_lazy("role", "Manager"),
        False,
        {"*": rights("all", "all", "all", "below"), "tags": rights("all", "all", "all", "all")},
    ),
    StandardRole(
        SALES,
        _("Sales"),
        False,
        {
            "*": rights("team", "all", "own", "own"),
            "accounts": rights("all", "all", "team", "own"),
            "products": rights("all", "none", "none", "none"),
            "tags": rights("all", "all", "none", "none"),
        },
    ),
    StandardRole(READER, _("Reader"), False, {"*": rights("all", "none", "none", "none")}),
)


def as_values(role: StandardRole) -> dict[str, Any]:
    """The columns of a standard role in the active language."""
    return role._asdict() | {"name": str(role.name)}
