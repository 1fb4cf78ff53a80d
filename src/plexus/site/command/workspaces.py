"""Which workspace a subcommand is about."""

from plexus.kernel.identity.actor import Actor, system
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.kernel.workspaces.models import Workspace


class NoSuchWorkspace(Refusal):
    """No workspace has this short name."""

    message = _("There is no workspace “%(slug)s”. There are: %(known)s.")


class WhichWorkspace(Refusal):
    """There are several and none was named."""

    message = _("Say which workspace with --workspace. There are: %(known)s.")


class NoWorkspace(Refusal):
    """There is none yet."""

    message = _("There is no workspace yet.")


def chosen(slug: str | None) -> Workspace:
    """The workspace of this short name, or the only one, whereby a demo beside it does not count; raises a Refusal."""
    # The owner sees over the walls between workspaces.
    found = {each.slug: each for each in Workspace.objects.using("owner").order_by("slug")}
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
