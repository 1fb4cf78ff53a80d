"""The page to which the `type` of every problem leads: what it means and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.shell.api import problems

PLACE = re.compile(r"%\((\w+)\)[sd]")
TO_DO = {
    400: _("Look at what is sent: it cannot be read at all. Sending it again will not help."),
    401: _("Send a token, or a new one: Settings → API tokens."),
    403: _("Ask an administrator for the right, or use a token with a wider scope."),
    404: _("Check the address. What you may not see is answered in the same way as what is not there."),
    405: _("Use one of the methods that the header Allow names."),
    409: _("Look at what is there and decide; for a lock, wait as long as Retry-After says and try again."),
    410: _("Ask for it anew."),
    412: _("Read the record again, put your change on top of it, and send it with the new version."),
    413: _("Send less at once, for instance in several batches."),
    415: _("Send the Content-Type that the description of the operation names."),
    422: _("Correct what “errors” lists: each entry names the field, a code for programs and a sentence for people."),
    424: _("Correct what was refused, and send all of it again."),
    429: _("Wait as many seconds as Retry-After says. RateLimit-Remaining tells beforehand how much is left."),
    503: _("Try again when as many seconds are over as Retry-After says; a POST under the same Idempotency-Key."),
    500: _("Try again later. An administrator finds the cause in the log."),
}


@dataclass(frozen=True)
class Kind:
    """One kind of problem: its code, which is its anchor, and its sentence."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Group:
    """The kinds of one status, what the status means and what to do."""

    status: int
    title: str
    to_do: str
    kinds: tuple[Kind, ...]


@require_safe
def show_problems(http: HttpRequest) -> HttpResponse:
    """GET /problems: every kind of problem, for whoever follows a `type`; it tells nothing of any workspace."""
    return render(
        http, "shell/pages/problems.html", {"groups": tuple(groups()), "title": gettext("Problems of the API")}
    )


def groups() -> Iterator[Group]:
    """The kinds by status."""
    kinds = {kind.code: kind for kind in _every(Refusal)}
    for status, title in problems.TITLES.items():
        found = [
            Kind(code, PLACE.sub("…", gettext(kind.message)).replace("%%", "%"))
            for code, kind in sorted(kinds.items())
            if problems.status_of_kind(kind) == status
        ]
        if status == 500:
            found.append(Kind(problems.BROKEN, gettext(problems.BROKEN_DETAIL)))
        if found:
            yield Group(status, gettext(title), gettext(TO_DO[status]), tuple(found))


def _every(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    """A kind of refusal and all that are made of it."""
    yield kind
    for each in kind.__subclasses__():
        yield from _every(each)
