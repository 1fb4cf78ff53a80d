"""The set-up of a workspace as a document."""

from __future__ import annotations

from dataclasses import dataclass

from plexus.kernel.identity.actor import Actor
from plexus.kernel.records.refusals import NotAllowed
from plexus.kernel.values.refusals import FieldError
from plexus.shell.setup import catalogue
from plexus.shell.setup.document import Document, place


@dataclass(frozen=True)
class Exported:
    """A set-up, and what of it cannot leave the workspace, with why."""

    document: Document
    left_out: tuple[FieldError, ...]


def export_setup(*, actor: Actor) -> Exported:
    """Everything that administrators arranged, and nothing that people entered; raises `NotAllowed`."""
    must_administer(actor)
    sections, left = {}, []
    for section in catalogue.sections():
        held = section.held(actor)
        for key, each in held.items():
            if refusal := each.hindrance:
                left.append(FieldError(place(section.name, *key), refusal.code, refusal.message, refusal.params))
        sections[section.name] = {key: each.entry for key, each in held.items() if each.hindrance is None}
    return Exported(Document(sections), tuple(sorted(left, key=lambda each: each.field)))


def must_administer(actor: Actor) -> None:
    """Refuse everybody but administrators, and tokens that do not reach everything."""
    if not actor.is_administrator or "*" not in actor.scopes:
        raise NotAllowed
