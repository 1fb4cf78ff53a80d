"""What is wrong with a field, said where its control does not stand: each sentence after the name of its field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.utils.translation import gettext

from plexus.kernel.access.rights import readable_fields
from plexus.kernel.records.preparing.ruling import SAID
from plexus.kernel.records.refusals import Invalid, Taken
from plexus.kernel.schema.object import Object
from plexus.kernel.values.refusals import FieldError
from plexus.shell.web.visit import Visit


def named(visit: Visit, about: Object, errors: Iterable[FieldError]) -> tuple[str, ...]:
    """The sentences, each after the name of its field where the reader may know of that field."""
    known = readable_fields(visit.actor, about)
    labels = {name: gettext("%(field)s: ") % {"field": one.label} for name, one in known.items()}
    return tuple(f"{labels.get(each.field, '')}{each.sentence(gettext)}" for each in errors)


@contextmanager
def naming(visit: Visit, about: Object) -> Iterator[None]:
    """Let what is refused within name its fields: it is told by a toast, and no form shows which is meant."""
    try:
        yield
    except (Invalid, Taken) as refusal:
        said = zip(refusal.fields, named(visit, about, refusal.fields), strict=True)
        told = [FieldError(each.field, each.code, SAID, {"said": line}) for each, line in said]
        raise type(refusal)(fields=told, **refusal.params) from refusal
