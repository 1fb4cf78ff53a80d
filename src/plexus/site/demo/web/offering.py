"""First steps in a demo: begin with data of one's own, and remove what is made up."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from plexus.shell.components.feedback import Check
from plexus.shell.components.menus import MenuItem
from plexus.shell.web.visit import Visit
from plexus.site.demo.queries import demos


def first_steps(visit: Visit) -> tuple[Check, ...]:
    """For everybody in a demo how to begin in earnest, for its administrators how to remove it; elsewhere nothing."""
    if not demos.is_demo(visit.actor.workspace_id):
        return ()
    return (*_speak(visit), _start(), _remove()) if visit.actor.is_administrator else (_start(),)


def _speak(visit: Visit) -> tuple[Check, ...]:
    """To an administrator who reads another language than the demo is told in."""
    if demos.language_of(visit.actor.workspace_id) == get_language():
        return ()
    text = _("Stages, products and reasons for losing are told in another language than yours.")
    action = MenuItem(_("Change"), reverse("settings-company"))
    return (Check(_("Have the demo speak your language"), text, action=action),)


def _start() -> Check:
    text = _("Everything here is made up. Your own company starts empty, beside the demo.")
    return Check(_("Start with your own data"), text, action=MenuItem(_("Start"), reverse("settings-demo")))


def _remove() -> Check:
    text = _("When you have seen enough: the made-up company goes with all that is in it.")
    return Check(_("Remove the demo"), text, action=MenuItem(pgettext("the demo", "Remove"), reverse("settings-demo")))
