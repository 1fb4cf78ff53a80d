"""Labels in two languages, of which one is enough."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.functions import Coalesce, NullIf

BLANK = models.Value("", models.TextField())


def text(label: Any, length: int = 100) -> models.CharField[str, str]:
    """A label in one language."""
    return models.CharField(label, max_length=length, blank=True, default="")


def either(label: Any, first: str, second: str) -> models.GeneratedField:
    """The label by which lists and logs name the row, whoever reads them: the first that there is."""
    return models.GeneratedField(
        verbose_name=label,
        expression=Coalesce(NullIf(first, BLANK), second, output_field=models.CharField(max_length=100)),
        output_field=models.CharField(max_length=100),
        db_persist=True,
    )
