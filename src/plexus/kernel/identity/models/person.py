"""A person who works in a workspace: who owns records, whether or not he or she signs in."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plexus.kernel.values.refusals import FieldError, gettext_noop
from plexus.kernel.workspaces.models import WorkspaceRow

LAST_ADMINISTRATOR = gettext_noop("This is the last administrator. Make somebody else an administrator first.")


class Person(WorkspaceRow):
    """A colleague; `user` is empty until the person is invited to sign in."""

    rules_ask = True

    name = models.CharField(pgettext_lazy("person", "Name"), max_length=200)
    email = models.EmailField(_("E-mail"), max_length=254, blank=True)
    user = models.ForeignKey(
        "identity.User", models.SET_NULL, verbose_name=_("Login"), null=True, blank=True, related_name="persons"
    )
    team = models.ForeignKey(
        "identity.Team", models.SET_NULL, verbose_name=_("Team"), null=True, blank=True, related_name="members"
    )
    manager = models.ForeignKey(
        "self", models.SET_NULL, verbose_name=_("Manager"), null=True, blank=True, related_name="reports"
    )
    role = models.ForeignKey("identity.Role", models.PROTECT, verbose_name=_("Role"), related_name="persons")
    job_title = models.CharField(_("Job title"), max_length=200, blank=True)
    active = models.BooleanField(_("Active"), default=True)
    external_id = models.CharField(_("External ID"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = (
            models.UniqueConstraint(
                fields=("workspace", "user"), condition=models.Q(deleted_at=None), name="identity_person_user"
            ),
            models.UniqueConstraint(
                models.functions.Lower("email"),
                "workspace",
                condition=models.Q(deleted_at=None) & ~models.Q(email=""),
                name="identity_person_email",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def faults(self) -> Iterable[FieldError]:
        """The last administrator who can sign in stays one; the database insists on it too."""
        if not self._state.adding and not self._administers() and self._was_the_last():
            yield FieldError("role", "last_administrator", LAST_ADMINISTRATOR)

    def _was_the_last(self) -> bool:
        return list(administrators(self.workspace_id).values_list("pk", flat=True)[:2]) == [self.pk]

    def _administers(self) -> bool:
        return self.active and self.deleted_at is None and self.user_id is not None and self.role.is_administrator


def administrators(workspace_id: UUID) -> models.QuerySet[Person]:
    """Who administers a workspace and can sign in, as the database holds it."""
    working = Person.objects.filter(workspace_id=workspace_id, active=True, deleted_at=None, user__isnull=False)
    return working.filter(role__is_administrator=True, role__deleted_at=None)
