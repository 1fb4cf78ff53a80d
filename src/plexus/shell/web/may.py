"""What the reader may do to the very record that is shown: only such buttons stand on its page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from plexus.kernel.access.rights import Verb
from plexus.kernel.records.many import selecting
from plexus.kernel.schema.object import Object
from plexus.shell.web.visit import Visit


def may(visit: Visit, about: Object, record_id: Any, verb: Verb) -> bool:
    """Whether the policy lets the reader do this; asked once for each page."""
    key = UUID(str(record_id))
    return visit.once(("may", key, verb), lambda: key in selecting.within(visit.actor, about, [key], verb))
