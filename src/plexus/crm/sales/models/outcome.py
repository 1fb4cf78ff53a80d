"""How a deal ends, and what a stage says of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Outcome(models.TextChoices):
    """Where a deal stands: open until it is won or lost."""

    OPEN = "open", pgettext_lazy("deal", "Open")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")


TONES = {"open": "info", "won": "good", "lost": "bad"}
