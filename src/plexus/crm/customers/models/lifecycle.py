"""Where a customer stands with the company."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LifecycleStage(models.TextChoices):
    """The life of a customer relationship, from first sight to loss."""

    POTENTIAL = "potential", _("Potential")
    DEVELOPING = "developing", _("Developing")
    ACTIVE = "active", pgettext_lazy("life cycle", "Active")
    AT_RISK = "at_risk", _("At risk")
    LOST = "lost", pgettext_lazy("life cycle", "Lost")


TONES = {"potential": "info", "developing": "accent", "active": "good", "at_risk": "warn", "lost": "bad"}
