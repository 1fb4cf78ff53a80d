"""The steps of the wizard, and what every page of it needs."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from plexus.shell.components.forms import Step
from plexus.shell.components.menus import MenuItem


@dataclass(frozen=True)
class Head:
    """The head of a page of the wizard."""

    title: str
    steps: tuple[Step, ...] = ()
    buttons: tuple[MenuItem, ...] = ()


def steps(current: int, import_id: UUID | None = None) -> tuple[Step, ...]:
    """File, columns, trial, result; what lies behind can be gone back to."""
    labels = (gettext("File"), gettext("Columns"), gettext("Trial"), gettext("Result"))
    if import_id is None:
        return _steps(labels, current)
    first = f"{reverse('new-import')}?from={import_id}"
    return _steps(labels, current, first, reverse("import-mapping", kwargs={"import_id": import_id}))


def steps_together(current: int, set_id: UUID) -> tuple[Step, ...]:
    """The same for several files at once."""
    labels = (gettext("Files"), gettext("What they hold"), gettext("Trial"), gettext("Result"))
    return _steps(labels, current, "", reverse("import-set-files", kwargs={"set_id": set_id}))


def _steps(labels: tuple[str, ...], current: int, first: str = "", second: str = "") -> tuple[Step, ...]:
    urls = (first, second, "", "")
    return tuple(
        Step(
            label,
            "done" if place < current else "current" if place == current else "ahead",
            url if place < current < 3 else "",
        )
        for place, (label, url) in enumerate(zip(labels, urls, strict=True))
    )
