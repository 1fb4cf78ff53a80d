"""The frame around every page: what the rail, the bar and the bottom bar hold for this person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy, pgettext

from plexus.kernel.access.rights import Verb, level
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.kernel.views.queries import offered
from plexus.shell.components.marks import Face
from plexus.shell.components.menus import MenuItem
from plexus.shell.components.navigation import Account, Frame, NavGroup, NavItem
from plexus.shell.web import entries
from plexus.shell.web.imports import allowed

DEPARTMENTS = {"sales": gettext_lazy("Sales"), "custom": gettext_lazy("Our own")}


def frame(http: HttpRequest) -> dict[str, Any]:
    """A context processor: `frame`, for a page that an actor sees, and `standing` where he sees as somebody else.

    The frame is made when a page shows it: a part of a page does not.
    """
    actor: Actor | None = getattr(http, "actor", None)
    shown: dict[str, Any] = {"standing": getattr(http, "standing", None)}
    return shown | ({"frame": SimpleLazyObject(partial(_with_pinned, http, actor))} if actor is not None else {})


def _with_pinned(http: HttpRequest, actor: Actor) -> Frame:
    """The frame with the views that the person pinned, before the tools."""
    made, pinned = _frame(actor, http.path), tuple(_pinned(http, actor))
    groups = _current(made.groups, "") if any(each.current for one in pinned for each in one.items) else made.groups
    return replace(made, groups=(*groups[:-1], *pinned, groups[-1]))


def _pinned(http: HttpRequest, actor: Actor) -> Iterator[NavGroup]:
    """The views that the person pinned; they cost a statement only where there are some."""
    ids = getattr(http.user, "preferences", {}).get("pinned", ())
    views = offered.pinned(actor, map(UUID, ids)) if ids else ()
    schema = registry.of(actor.workspace_id)
    items = tuple(
        NavItem(
            each.name, f"/{each.object}?view={each.pk}", schema.objects[each.object].described.icon,
            current=http.path == f"/{each.object}" and http.GET.get("view") == str(each.pk),
        )
        for each in views
        if each.object in schema.objects
    )  # fmt: skip
    if items:
        yield NavGroup("pinned", gettext("Pinned"), items)


def _frame(actor: Actor, path: str) -> Frame:
    readable = [
        each for each in registry.of(actor.workspace_id) if each.described.in_rail and level(actor, each, Verb.READ)
    ]
    new = [each for each in readable if level(actor, each, Verb.CREATE)]
    return Frame(
        groups=_current(tuple(_groups(readable, _lists_url(actor), importing=allowed.anywhere(actor))), path),
        bottom=_bottom(path),
        account=_account(actor),
        new=tuple(
            MenuItem(
                capfirst(str(each.label)),
                reverse("new", kwargs={"objects": each.plural}),
                each.described.icon,
                dialog=True,
            )
            for each in new
        ),
        home_url=reverse("home"),
        palette_url=reverse("palette"),
        language_url=reverse("language"),
        notifications_url=reverse("notices") if actor.person_id else "",
        workspace=actor.workspace_name,
        who=f"{actor.user_id}:{actor.person_id}",
    )


def _lists_url(actor: Actor) -> str:
    """Where the lists are that people keep by hand."""
    about = registry.of(actor.workspace_id).object("lists")
    return reverse("records", kwargs={"objects": about.plural}) if level(actor, about, Verb.READ) else ""


def _groups(offered: list[Object], lists_url: str, *, importing: bool) -> Iterator[NavGroup]:
    home = NavItem(gettext("Home"), reverse("home"), "house")
    yield NavGroup("top", "", (home,))
    for key, label in DEPARTMENTS.items():
        items = tuple(_item(each) for each in offered if each.described.department == key) + tuple(_entries(key))
        if items:
            yield NavGroup(key, str(label), items)
    yield from (
        NavGroup(key, str(label), tuple(_entries(key))) for key, label in entries.DEPARTMENTS.items() if entries.of(key)
    )
    tools = [NavItem(pgettext("kept by hand", "Lists"), lists_url, "list-checks")] if lists_url else []
    tools += [NavItem(gettext("Import"), "/imports/new", "upload")] if importing else []
    tools += [NavItem(gettext("Trash"), "/trash", "trash-2")]
    tools += [NavItem(gettext("Settings"), reverse("settings"), "settings")]
    yield NavGroup("tools", gettext("Tools"), tuple(tools))


def _item(about: Object) -> NavItem:
    url = reverse("records", kwargs={"objects": about.plural})
    return NavItem(capfirst(str(about.label_plural)), url, about.described.icon)


def _entries(key: str) -> Iterator[NavItem]:
    for entry in entries.of(key):
        yield NavItem(str(entry.label), entry.url, entry.icon)


def _current(groups: tuple[NavGroup, ...], path: str) -> tuple[NavGroup, ...]:
    """The groups with the entry marked that leads nearest to the page that is shown; none where no path is given."""
    urls = (item.url for group in groups for item in group.items)
    here = max((url for url in urls if _leads_to(url, path)), key=len, default="")
    return tuple(
        replace(group, items=tuple(replace(item, current=item.url == here) for item in group.items)) for group in groups
    )


def _leads_to(url: str, path: str) -> bool:
    return path in {url, url.removesuffix("/new")} or (url != "/" and path.startswith(url.removesuffix("/new") + "/"))


def _bottom(path: str) -> tuple[NavItem, ...]:
    wanted = (
        (gettext("Home"), reverse("home"), "house"),
        (gettext("Accounts"), "/accounts", "building-2"),
        (gettext("Deals"), "/deals/board", "handshake"),
        (gettext("Tasks"), "/tasks", "square-check"),
    )
    return tuple(
        NavItem(label, url, icon, current=_leads_to(url.removesuffix("/board"), path)) for label, url, icon in wanted
    )


def _account(actor: Actor) -> Account:
    items = (
        MenuItem(gettext("My profile"), reverse("settings"), "user"),
        MenuItem(gettext("Switch workspace"), reverse("workspaces"), "building-2"),
        MenuItem(gettext("API documentation"), "/api/v1/docs", "code"),
    )
    return Account(Face(actor.name), actor.name, actor.role_name, items, sign_out_url=reverse("account_logout"))
