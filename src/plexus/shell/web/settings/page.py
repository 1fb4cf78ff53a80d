"""The parts that settings pages are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from plexus.kernel.records.refusals import Invalid
from plexus.kernel.schema import registry
from plexus.kernel.values.refusals import Refusal
from plexus.shell.components.feedback import Notice
from plexus.shell.components.forms import Control, FieldGroup, FormPage, Option, SettingsSection
from plexus.shell.components.menus import MenuItem, Tab
from plexus.shell.hooks.queries import listing
from plexus.shell.web.arriving import refusing
from plexus.shell.web.arriving.actor import PageRequest

MINE = ("settings", "settings-security", "settings-tokens", "settings-webhooks", "settings-rights")
OWN_PAGES = frozenset(
    {
        "people", "teams", "roles", "custom-objects", "custom-fields", "custom-rules", "field-rules", "layouts",
        "quality-standards",
    }
)  # fmt: skip
COMPANY = (
    "settings-company", "settings-people", "settings-teams", "settings-roles", "settings-objects", "settings-setup"
)  # fmt: skip
Errors = Mapping[str, tuple[str, ...]]
NO_ERRORS: Errors = {}


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """The head of a settings page."""

    title: str
    buttons: tuple[MenuItem, ...] = ()


def labels() -> dict[str, str]:
    """The pages by the name of their address."""
    return {
        "settings": _("Profile"),
        "settings-security": _("Signing in"),
        "settings-tokens": _("API tokens"),
        "settings-webhooks": _("Webhooks"),
        "settings-rights": _("What I may do"),
        "settings-company": _("Company"),
        "settings-people": _("People"),
        "settings-teams": _("Teams"),
        "settings-roles": _("Roles"),
        "settings-objects": _("Objects and fields"),
        "settings-setup": _("Set-up as a file"),
    }


def why(refusal: Refusal) -> str:
    """What is wrong, in one line for where no field can bear it."""
    return " ".join(each.sentence(_) for each in refusal.fields) or refusal.sentence(_)


def show(
    request: PageRequest,
    template: str,
    current: str,
    *,
    title: str = "",
    buttons: tuple[MenuItem, ...] = (),
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """A settings page with its navigation."""
    page = SettingsPage(title or labels()[current], buttons)
    waiting = listing.held(request.actor).count() if request.actor.is_administrator else 0
    shown = {"page": page, "sections": _sections(request, current), "waiting_hooks": waiting, **more}
    return render(request, f"shell/settings/{template}.html", shown, status=status)


def show_forms(
    request: PageRequest, current: str, *forms: FormPage, title: str = "", status: int = 200
) -> HttpResponse:
    """A settings page of one or more forms."""
    return show(request, "forms", current, title=title, status=status, forms=forms)


def _sections(request: PageRequest, current: str) -> tuple[SettingsSection, ...]:
    mine = SettingsSection(_("Mine"), tuple(_tab(name, current) for name in MINE))
    if not request.actor.is_administrator:
        return (mine,)
    company = SettingsSection(_("Company"), tuple(_tab(name, current) for name in COMPANY))
    return (mine, company, SettingsSection(_("Lists to choose from"), tuple(_lists(request))))


def _lists(request: PageRequest) -> Iterator[Tab]:
    """Objects that administrators keep and records choose from, such as stages and tags; each is a list of its own."""
    for each in registry.of(request.actor.workspace_id):
        if each.described.administered and not each.described.in_rail and each.plural not in OWN_PAGES:
            yield Tab(capfirst(str(each.label_plural)), reverse("records", kwargs={"objects": each.plural}))


def _tab(name: str, current: str) -> Tab:
    return Tab(label=labels()[name], url=reverse(name), current=name == current)


def form(
    title: str,
    action: str,
    controls: Iterable[Control],
    *,
    save: str = "",
    notice: Notice | None = None,
    version: int | None = None,
    intro: str = "",
) -> FormPage:
    """One form of a settings page; a version makes a save refuse when somebody else saved first."""
    hidden = (("version", str(version)),) if version is not None else ()
    return FormPage(
        title=title,
        action=action,
        groups=(FieldGroup("", tuple(controls)),),
        save_label=save or _("Save"),
        notice=notice,
        hidden=hidden,
        intro=intro,
    )


def select(
    name: str,
    label: str,
    choices: Iterable[tuple[str, Any]],
    chosen: str,
    *,
    errors: Errors = NO_ERRORS,
    hint: str = "",
    bare: bool = False,
) -> Control:
    """A control with a list of choices."""
    options = tuple(Option(value, str(words), chosen=value == chosen) for value, words in choices)
    return Control(name, label, kind="select", options=options, errors=errors.get(name, ()), hint=hint, bare=bare)


def errors_of(refusal: Refusal) -> Errors:
    """The sentences of a refusal by field."""
    found: dict[str, tuple[str, ...]] = {}
    for each in refusal.fields:
        found[each.field] = (*found.get(each.field, ()), each.sentence(_))
    return found


def notice_of(refusal: Refusal) -> Notice:
    """A refusal on top of a form."""
    general = (
        () if isinstance(refusal, Invalid) else tuple(each.sentence(_) for each in refusal.fields if not each.field)
    )
    return Notice(title=refusal.sentence(_), tone="bad", points=general)


def status_of(refusal: Refusal) -> int:
    """The status of a form that is shown again."""
    return refusing.status_of(refusal)


def version_of(request: PageRequest) -> int | None:
    """The version that the form was made from."""
    held = request.POST.get("version", "")
    return int(held) if held.isdecimal() else None
