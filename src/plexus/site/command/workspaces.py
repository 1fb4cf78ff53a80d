"""Which workspace a subcommand is about, and as whom it acts there."""

import argparse
from uuid import UUID

from plexus.kernel.identity.actor import Actor, system
from plexus.kernel.identity.models import Person
from plexus.kernel.identity.queries.actors import actor_of_person
from plexus.kernel.journal.queries import causes
from plexus.kernel.records.acting import acting
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.kernel.workspaces.models import Workspace


class NoSuchWorkspace(Refusal):
    """No workspace has this short name."""

    message = _("There is no workspace “%(slug)s”. There are: %(known)s.")


class WhichWorkspace(Refusal):
    """There are several and none was named."""

    message = _("Say which workspace with --workspace. There are: %(known)s.")


class NoSuchAct(Refusal):
    """The workspace knows of no act with this id; another may."""

    message = _(
        "The workspace “%(slug)s” knows of no act %(cause)s. Is it in another one? Say which with --workspace. There "
        "are: %(known)s."
    )


class NoWorkspace(Refusal):
    """There is none yet."""

    message = _("There is no workspace yet.")


class NoSuchPerson(Refusal):
    """Nobody here has this address."""

    message = _("Nobody who works here has the e-mail address %(email)s.")


def chosen(slug: str | None) -> Workspace:
    """The workspace of this short name, or the only one, whereby a demo beside it does not count; raises a Refusal."""
    found = _all()
    known = ", ".join(found)
    if not found:
        raise NoWorkspace
    if slug is None:
        own = [each for each in found.values() if not each.settings.get("demo")] or list(found.values())
        if len(own) > 1:
            raise WhichWorkspace(known=known)
        return own[0]
    if slug not in found:
        raise NoSuchWorkspace(slug=slug, known=known)
    return found[slug]


def _all() -> dict[str, Workspace]:
    """The workspaces by their short names; the owner sees over the walls between them."""
    return {each.slug: each for each in Workspace.objects.using("owner").order_by("slug")}


def must_know(actor: Actor, cause_id: UUID) -> None:
    """Raise `NoSuchAct` where the workspace of the actor has no act of this id."""
    if not causes.is_known(actor=actor, cause_id=cause_id):
        raise NoSuchAct(slug=actor.workspace_slug, cause=cause_id, known=", ".join(_all()))


def operator(workspace: Workspace) -> Actor:
    """Whoever may use the command on this machine acts with every right, in the workspace's language and time."""
    return system(
        workspace.pk,
        language=workspace.language,
        time_zone=workspace.time_zone,
        currency=workspace.currency,
        country=workspace.country,
        workspace_name=workspace.name,
        workspace_slug=workspace.slug,
    )


def actor_of(asked: argparse.Namespace) -> Actor:
    """Whoever may use the command, or the person named with --as, with that person's rights; raises `NoSuchPerson`."""
    workspace = chosen(asked.workspace)
    operating = operator(workspace)
    if not asked.person:
        return operating
    with acting(operating):
        key = (
            Person.objects.filter(workspace_id=workspace.pk, email__iexact=asked.person, deleted_at=None)
            .values_list("pk", flat=True)
            .first()
        )
        found = actor_of_person(key) if key else None
    if found is None:
        raise NoSuchPerson(email=asked.person)
    return found
