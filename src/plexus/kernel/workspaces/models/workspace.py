"""One company that keeps its customers here."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from plexus.kernel.values.uuid7 import new_id


class Workspace(models.Model):
    """One company's data; its id is the key that row-level security compares."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(_("Short name"), max_length=63, unique=True)
    name = models.CharField(_("Company name"), max_length=200)
    language = models.CharField(_("Language"), max_length=10, default="zh-hans")
    time_zone = models.CharField(_("Time zone"), max_length=60, default="Asia/Shanghai")
    currency = models.CharField(_("Currency"), max_length=3, default="CNY")
    country = models.CharField(_("Country"), max_length=2, default="CN")
    settings = models.JSONField(_("Settings"), default=dict, blank=True)
    schema_version = models.BigIntegerField(db_default=0, editable=False)
    created_at = models.DateTimeField(_("Created at"), db_default=models.functions.Now(), editable=False)

    class Meta:
        verbose_name = _("workspace")
        verbose_name_plural = _("workspaces")

    def __str__(self) -> str:
        return self.name
