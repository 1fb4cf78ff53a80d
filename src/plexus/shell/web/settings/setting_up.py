"""The whole set-up as a file: fetched, looked at before it is brought in, and brought in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plexus.kernel.jobs.models import Job
from plexus.kernel.values.refusals import Refusal
from plexus.shell.commanding.actions import bringing_in
from plexus.shell.commanding.queries import looked
from plexus.shell.components.feedback import Notice
from plexus.shell.exporting.writing import disposition
from plexus.shell.setup import catalogue
from plexus.shell.setup.actions import importing
from plexus.shell.setup.document import Document
from plexus.shell.setup.outcome import Outcome, Verdict
from plexus.shell.setup.queries import exporting
from plexus.shell.setup.reading import MOST_BYTES, accepted, read
from plexus.shell.setup.refusals import SetupMoved
from plexus.shell.web.arriving.actor import PageRequest
from plexus.shell.web.commands import following
from plexus.shell.web.settings import setup_told
from plexus.shell.web.settings.administrators import administrators_only
from plexus.shell.web.settings.page import show, status_of

PAGE = "settings-setup"
LASTS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was looked at, and what would have come of it."""

    text: str
    digest: str


@administrators_only
@never_cache
@require_http_methods(["GET", "POST"])
def setup(request: PageRequest) -> HttpResponse:
    """Fetch the set-up, or hand one in and see what would happen; nothing is changed here."""
    if request.method != "POST":
        return _tried(request, request.GET["look"]) if "look" in request.GET else _page(request)
    upload = request.FILES.get("file")
    if upload is None:
        return _page(request, Notice(_("Choose a file first."), tone="bad"), status=422)
    content = upload.read(MOST_BYTES + 1)
    try:
        document = read(content)
        if bringing_in.are_many(document):
            way = bringing_in.Way(dry_run=True)
            return _to(bringing_in.request_import(actor=request.actor, document=document, way=way))
        return _preview(request, content, document)
    except Refusal as refusal:
        return _page(request, _notice(refusal), status=status_of(refusal))


@administrators_only
@never_cache
@require_safe
def file(request: PageRequest) -> HttpResponse:
    """The file itself."""
    found = exporting.export_setup(actor=request.actor)
    response = HttpResponse(found.document.text(), content_type="application/json")
    response["Content-Disposition"] = disposition(f"plexus-setup-{request.actor.workspace_slug or 'main'}.json")
    return response


@administrators_only
@never_cache
@require_POST
def bring_in(request: PageRequest) -> HttpResponse:
    """Do what was looked at; what would come out otherwise by now is shown anew."""
    if look := request.POST.get("look"):
        return _followed(request, look)
    kept = _kept(request)
    if kept is None:
        return _page(request, Notice(_("Hand the file in again; it has been too long."), tone="bad"), status=422)
    content = kept.text.encode()
    document = read(content)
    try:
        outcome = importing.import_setup(
            actor=request.actor, document=document, now=request.now, skip_refused="skip" in request.POST,
            expected=kept.digest,
        )  # fmt: skip
    except SetupMoved as refusal:
        return _preview(request, content, document, _notice(refusal), status=409)
    made, changed = outcome.counts[Verdict.CREATED], outcome.counts[Verdict.CHANGED]
    said = ngettext("%(count)d entry brought in.", "%(count)d entries brought in.", made + changed)
    undo = reverse("undo-cause", args=[outcome.cause_id]) if outcome.cause_id else ""
    messages.success(request, said % {"count": made + changed}, extra_tags=undo)
    return redirect(PAGE)


def _page(request: PageRequest, notice: Notice | None = None, *, status: int = 200) -> HttpResponse:
    found = exporting.export_setup(actor=request.actor)
    counted = [
        (setup_told.label_of(name), len(entries)) for name, entries in found.document.sections.items() if entries
    ]  # fmt: skip
    left = [(each.field, each.sentence(_)) for each in found.left_out]
    return show(request, "setup", PAGE, status=status, notice=notice, counted=counted, left=left)


def _to(job: Job) -> HttpResponse:
    return redirect(following.address_of(job))


def _followed(request: PageRequest, look: str) -> HttpResponse:
    """Let a worker do what another tried, as long as it still comes out alike."""
    job = looked.job_of(actor=request.actor, job_id=look, kind=bringing_in.KIND)
    way = bringing_in.Way(skip_refused="skip" in request.POST, expected=job.result["digest"])
    document = accepted(job.params["setup"])
    return _to(bringing_in.request_import(actor=request.actor, document=document, way=way))


def _tried(request: PageRequest, look: str) -> HttpResponse:
    """What a worker found out would happen."""
    job = looked.job_of(actor=request.actor, job_id=look, kind=bringing_in.KIND)
    labels = {section.name: section.label for section in catalogue.sections()}
    return _would(request, Outcome.of_told(job.result, labels), look=str(job.id))


def _preview(
    request: PageRequest, content: bytes, document: Document, notice: Notice | None = None, *, status: int = 200
) -> HttpResponse:
    outcome = importing.import_setup(actor=request.actor, document=document, now=request.now, dry_run=True)
    return _would(request, outcome, notice, status=status, token=_token(request, content, outcome))


def _would(
    request: PageRequest, outcome: Outcome, notice: Notice | None = None, *, status: int = 200, token: str = "",
    look: str = "",
) -> HttpResponse:  # fmt: skip
    rest = outcome.counts[Verdict.CREATED] + outcome.counts[Verdict.CHANGED]
    return show(
        request, "setup_preview", PAGE, title=_("What would happen"), status=status, notice=notice,
        groups=setup_told.groups(outcome), marks=setup_told.marks(outcome), refused=len(outcome.refused), rest=rest,
        token=token, look=look,
    )  # fmt: skip


def _token(request: PageRequest, content: bytes, outcome: Outcome) -> str:
    """The file and its outcome, signed, so that what is done is what was looked at and by whom."""
    kept = {"text": content.decode("utf-8-sig"), "digest": outcome.digest}
    return signing.dumps(kept, salt=_salt(request), compress=True)


def _kept(request: PageRequest) -> Looked | None:
    try:
        found: dict[str, Any] = signing.loads(request.POST.get("token", ""), salt=_salt(request), max_age=LASTS)
    except signing.BadSignature:
        return None
    return Looked(found["text"], found["digest"])


def _salt(request: PageRequest) -> str:
    return f"setup:{request.actor.workspace_id}:{request.actor.person_id}"


def _notice(refusal: Refusal) -> Notice:
    points = [f"{each.field}: {each.sentence(_)}" if each.field else each.sentence(_) for each in refusal.fields]
    return Notice(refusal.sentence(_), tone="warn" if isinstance(refusal, SetupMoved) else "bad", points=tuple(points))
