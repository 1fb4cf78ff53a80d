"""The login: one per human being and installation, whatever workspaces he or she works in."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plexus.kernel.values.uuid7 import new_id


class UserManager(BaseUserManager["User"]):
    """Creates logins; the e-mail address is the name to sign in with."""

    def create_user(self, email: str, password: str | None = None, *, name: str = "") -> User:
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A login with its preferences; it holds no business data and belongs to no workspace."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(_("E-mail"), max_length=254, unique=True)
    name = models.CharField(pgettext_lazy("person", "Name"), max_length=200, blank=True)
    is_active = models.BooleanField(_("Active"), default=True)
    language = models.CharField(_("Language"), max_length=10, blank=True)
    theme = models.CharField(_("Theme"), max_length=10, blank=True)
    time_zone = models.CharField(_("Time zone"), max_length=60, blank=True)
    preferences = models.JSONField(_("Preferences"), default=dict, blank=True)
    date_joined = models.DateTimeField(_("Created at"), db_default=models.functions.Now(), editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = UserManager()

    class Meta:
        verbose_name = _("login")
        verbose_name_plural = _("logins")

    def __str__(self) -> str:
        return self.name or self.email
