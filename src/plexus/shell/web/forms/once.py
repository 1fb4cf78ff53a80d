"""A form makes its record once: it bears, signed, the key that the record will have.

Whatever sends it a second time, an impatient hand or the browser's way back, finds the record that it made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.records import reading
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.schema.object import Object
from plexus.kernel.values.uuid7 import new_id
from plexus.shell.components.feedback import Notice
from plexus.shell.components.forms import FormPage
from plexus.shell.components.menus import MenuItem
from plexus.shell.web.forms import conflicts
from plexus.shell.web.presenting.references import url_of
from plexus.shell.web.visit import Visit

NAME = "once"


def _signer(visit: Visit, about: Object) -> signing.Signer:
    """Whoever was given a key may use it, for this object only."""
    return signing.Signer(salt=f"plexus.once.{visit.actor.workspace_id}.{visit.actor.person_id}.{about.plural}")


def key_of(visit: Visit, about: Object) -> UUID | None:
    """The key that the sent form bears; none where it bears none of ours."""
    try:
        return UUID(_signer(visit, about).unsign(visit.http.POST.get(NAME, "")))
    except (signing.BadSignature, ValueError):
        return None


def hidden(visit: Visit, about: Object, key: UUID | None = None) -> tuple[str, str]:
    """What the form bears: the key it had already, or a new one."""
    return NAME, _signer(visit, about).sign(str(key or new_id()))


def is_made(visit: Visit, about: Object, key: UUID | None) -> bool:
    """Whether the form has made its record, wherever that is now."""
    return key is not None and about.rows(visit.actor.workspace_id).filter(pk=key).exists()


def says_the_same(visit: Visit, about: Object, key: UUID, given: Mapping[str, Any]) -> bool:
    """Whether the record that the form made still holds all that is given."""
    try:
        held = reading.read_one(visit.actor, about, key)
    except NotFound:
        return False
    known = readable_fields(visit.actor, about)
    said = ((name, value) for name, value in given.items() if value not in ("", None, []))
    return not any(name not in held or conflicts.differs(known[name], value, held[name]) for name, value in said)


def anew(visit: Visit, about: Object, key: UUID, form: FormPage) -> FormPage:
    """The form for one record more, with what it made before."""
    notice = Notice(
        gettext("This form was saved already."), gettext("Save it again if you want one more record."), tone="warn"
    )
    fresh = tuple(hidden(visit, about) if name == NAME else (name, value) for name, value in form.hidden)
    made = MenuItem(gettext("Open what was saved"), url_of(about.plural, key), "arrow-right")
    return replace(form, notice=notice, hidden=fresh, more=(*form.more, made))
