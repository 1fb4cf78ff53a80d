"""A person who works in a workspace: who owns records, whether or not he or she signs in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from plexus.kernel.workspaces.models import WorkspaceRow


class Person(WorkspaceRow):
    """A colleague; `user` is empty until the person is invited to sign in."""

    name = models.CharField(_("Name"), max_length=200)
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
