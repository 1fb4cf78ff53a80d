"""From a filter as JSON to the condition of an export."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _


class NoFilters(Refusal):
    """Filters are not compiled yet."""

    message = _("Exports cannot be filtered yet.")


def condition_of(actor: Actor, about: Object, asked: Mapping[str, Any] | None) -> Q:
    """The condition that a filter says; nothing asked is everything."""
    if not asked:
        return Q()
    raise NoFilters
