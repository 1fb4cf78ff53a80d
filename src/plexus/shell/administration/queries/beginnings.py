"""What a new role may begin with: the rights that firms usually give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plexus.kernel.identity import roles
from plexus.kernel.identity.roles import rights

_shipped = {each.key: each.grants for each in roles.STANDARD}


class Beginning(NamedTuple):
    """Rights with a name and a sentence that says for whom they are."""

    key: str
    name: str | Promise
    text: str | Promise
    grants: Mapping[str, Mapping[str, str]]


BEGINNINGS: tuple[Beginning, ...] = (
    Beginning(
        "sales", _("Sales person"), _("Sees the team's records, changes and deletes what is one's own."),
        _shipped[roles.SALES],
    ),
    Beginning(
        "alone", _("Sales person, on one's own"), _("Sees, changes and deletes what is one's own, and nothing else."),
        {
            "*": rights("own", "own", "own", "own"), "products": rights("all", "none", "none", "none"),
            "tags": rights("all", "all", "none", "none"),
        },
    ),
    Beginning(
        "lead", _("Team lead"), _("Sees and changes what belongs to the team and the teams below."),
        {
            "*": rights("below", "all", "below", "own"), "products": rights("all", "none", "none", "none"),
            "tags": rights("all", "all", "none", "none"),
        },
    ),
    Beginning(
        "manager", _("Manager of all"), _("Sees and changes everything, deletes what is the team's and below."),
        _shipped[roles.MANAGER],
    ),
    Beginning(
        "office", _("Back office"), _("Sees, creates and changes everything, deletes nothing."),
        {"*": rights("all", "all", "all", "none"), "tags": rights("all", "all", "all", "none")},
    ),
    Beginning("reader", _("Read only"), _("Sees everything and changes nothing."), _shipped[roles.READER]),
    Beginning("nothing", _("Nothing yet"), _("May do nothing until you say so."), {}),
)  # fmt: skip
BY_KEY = {each.key: each for each in BEGINNINGS}
