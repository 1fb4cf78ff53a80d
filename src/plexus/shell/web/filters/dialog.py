"""The filter of a list: the dialog that builds it in rows or takes it as text, and says all along what it means."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import orjson
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext, ngettext

from plexus.kernel.query import Checked, check, describe, parse, read
from plexus.kernel.query.locating import Located, located
from plexus.kernel.query.refusals import FilterInvalid
from plexus.kernel.records import reading
from plexus.kernel.records.fetching import counting
from plexus.kernel.schema import registry
from plexus.kernel.schema.object import Object
from plexus.shell.components.filters import Builder, Told
from plexus.shell.components.formats import number_text
from plexus.shell.web import asking
from plexus.shell.web.filters import drafts, drawing, faults, filled, opening, posting, writing
from plexus.shell.web.visit import Visit

LONGEST = 50_000
NEW = "new"
KEEP = "keep"
VERBS = ("add", "group", "off")


def ask(visit: Visit, objects: str) -> HttpResponse:
    """GET /{objects}/filter?…: the filter of the list whose query this is, opened at the part `at`."""
    about = _about(visit, objects)
    given = visit.http.GET.copy()
    at = (given.pop("at", None) or [""])[0]
    given.pop("cursor", None)
    text = str(given.get("filter", ""))
    list_query = given.urlencode()
    try:
        checked = check(read(text or "{}"), about, visit.actor)
    except FilterInvalid:
        return _dialog(visit, _as_text(visit, about, list_query, text))
    draft = opening.opened(checked, visit.actor)
    if draft is None:
        return _dialog(visit, _as_text(visit, about, list_query, _pretty(text), _not_in_rows()))
    if at == NEW or not draft.parts:
        draft, at = _with_new(draft)
    return _dialog(visit, _as_rows(visit, about, list_query, draft, focus=f"{drafts.ROOT}.{at}" if at else ""))


def _with_new(draft: drafts.Group) -> tuple[drafts.Group, str]:
    """With one more condition that must hold as well, and its place."""
    whole = draft if draft.join == "all" else drafts.Group("all", (draft,))
    return drafts.changed(whole, "add", drafts.ROOT)[0], str(len(whole.parts))


def _about(visit: Visit, objects: str) -> Object:
    return registry.of(visit.actor.workspace_id).object(objects)


def _dialog(visit: Visit, builder: Builder, status: int = 200) -> HttpResponse:
    return visit.show("shell/components/filter_dialog.html", status, page=builder)


def build(visit: Visit, objects: str) -> HttpResponse:
    """POST /{objects}/filter/build?do=add:0: the builder drawn again after a change of its form."""
    about, form = _about(visit, objects), visit.http.POST
    verb, _colon, key = visit.http.GET.get("do", "").partition(":")
    text, list_query = _text(form), form.get("list", "")
    if "text" in form:
        return _dialog(visit, _from_text(visit, about, list_query, text, rows=verb == "rows"))
    draft = posting.read(form, about, visit.actor)
    focus = ""
    if verb == "text":
        return _dialog(visit, _as_text(visit, about, list_query, _pretty(_dumped(writing.document(draft)))))
    if verb in VERBS:
        draft, focus = drafts.changed(draft, verb, key)
    return _dialog(visit, _as_rows(visit, about, list_query, draft, focus=focus))


def _text(form: QueryDict) -> str:
    return str(form.get("text", ""))[:LONGEST]


def _from_text(visit: Visit, about: Object, list_query: str, text: str, *, rows: bool) -> Builder:
    """The text again, or its rows where they were asked for and can show it."""
    if not rows or located(text or "{}", about, visit.actor):
        return _as_text(visit, about, list_query, text)
    draft = opening.opened(check(read(text or "{}"), about, visit.actor), visit.actor)
    if draft is None:
        return _as_text(visit, about, list_query, text, _not_in_rows())
    return _as_rows(visit, about, list_query, draft)


def _not_in_rows() -> str:
    return gettext("This filter says more than the rows can show, so it is edited as text.")


def apply(visit: Visit, objects: str) -> HttpResponse:
    """POST /{objects}/filter: the list with this filter; one with faults comes back with them."""
    about, form = _about(visit, objects), visit.http.POST
    list_query = form.get("list", "")
    if "text" in form:
        text = _text(form)
        if located(text or "{}", about, visit.actor):
            return _dialog(visit, _as_text(visit, about, list_query, text), 422)
        return _to_list(visit, objects, list_query, orjson.loads(text or "{}"))
    draft = posting.read(form, about, visit.actor)
    if any(each.label for each in faults.faults(draft, about, visit.actor)):
        return _dialog(visit, _as_rows(visit, about, list_query, draft, strict=True), 422)
    return _to_list(visit, objects, list_query, writing.document(draft))


def _to_list(visit: Visit, objects: str, list_query: str, document: dict[str, Any]) -> HttpResponse:
    """The list with this filter, the dialog that keeps it as a view, or the form that it is built for."""
    query = QueryDict(list_query, mutable=True)
    if query.get("into") in filled.INTO:
        return filled.built(visit, str(query["into"]), _about(visit, objects), document)
    query.pop("cursor", None)
    query.pop("filter", None)
    if document or asking.list_query(query).saved:
        query["filter"] = _dumped(document)
    page = f"/{objects}/views/new" if KEEP in visit.http.POST else f"/{objects}"
    url = f"{page}?{query.urlencode()}" if query else page
    if KEEP in visit.http.POST or not visit.wants_part:
        return HttpResponseRedirect(url)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = url
    return response


def _as_rows(
    visit: Visit, about: Object, list_query: str, draft: drafts.Group, *, focus: str = "", strict: bool = False
) -> Builder:
    """The builder with rows; faults stand at their rows, those of unfinished rows only when `strict`."""
    found = faults.faults(draft, about, visit.actor)
    errors: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for each in found:
        if each.sentence and (strict or not each.unfinished):
            errors[each.key] += (each.sentence,)
    told = _told_rows(visit, about, list_query, draft, found)
    group = drawing.group(visit, about, draft, drawing.Marks(errors, focus))
    return _builder(about, list_query, told, group=group)


def _builder(about: Object, list_query: str, told: Told, **shown: Any) -> Builder:
    of_form = QueryDict(list_query).get("into") in filled.INTO
    return Builder(
        title=gettext("Filter %(objects)s") % {"objects": about.label_plural},
        action=f"/{about.plural}/filter",
        build_url=f"/{about.plural}/filter/build",
        list=list_query,
        told=told,
        save_label=gettext("Use this filter") if of_form else gettext("Show"),
        keepable=not of_form,
        **shown,
    )


def _told_rows(
    visit: Visit, about: Object, list_query: str, draft: drafts.Group, found: tuple[faults.Fault, ...]
) -> Told:
    """What the finished rows say."""
    wrong = tuple(f"{each.label}: {each.sentence}" for each in found if not each.unfinished)
    if wrong:
        return Told(errors=wrong)
    document = writing.document(draft)
    try:
        checked = check(parse(document), about, visit.actor)
    except FilterInvalid as refusal:
        return Told(errors=tuple(each.sentence(gettext) for each in refusal.fields))
    started = sum(each.unfinished and bool(each.label) for each in found)
    left_out = ngettext(
        "%(count)d condition is not finished and left out.", "%(count)d conditions are not finished and left out.",
        started,
    ) % {"count": started}  # fmt: skip
    return _told(visit, about, list_query, document, checked, left_out=left_out if started else "")


def _told(
    visit: Visit, about: Object, list_query: str, document: dict[str, Any], checked: Checked, *, left_out: str = ""
) -> Told:
    """The sentence, and how many records fit it together with the list's view and words."""
    query = QueryDict(list_query, mutable=True)
    query["filter"] = _dumped(document) if document else ""
    asked = asking.list_query(query)
    matching = reading.visible(visit.actor, about, trashed=asked.trashed).filter(asking.condition(visit, about, asked))
    return Told(
        describe(checked, lambda plural, ids: filled.titles(visit, plural, ids)),
        matches(visit, counting.count(matching)),
        left_out,
        _dumped(document) if document else "",
    )


def matches(visit: Visit, count: counting.Count) -> str:
    """How many records fit, in words."""
    text = number_text(count.value, locale=visit.locale)
    if not count.exact:
        return gettext("about %(count)s records match") % {"count": text}
    return ngettext("%(count)s record matches", "%(count)s records match", count.value) % {"count": text}


def _as_text(visit: Visit, about: Object, list_query: str, text: str, note: str = "") -> Builder:
    """The builder with the filter's text, and each fault with its place in it."""
    wrong = located(text or "{}", about, visit.actor)
    if wrong:
        told = Told(errors=tuple(_placed(each) for each in wrong))
    else:
        document = orjson.loads(text or "{}")
        told = _told(visit, about, list_query, document, check(parse(document), about, visit.actor))
    return _builder(about, list_query, told, text=text, note=note)


def _placed(one: Located) -> str:
    sentence = f"{one.error.field}: {one.error.sentence(gettext)}"
    if not one.line:
        return sentence
    return gettext("Line %(line)d, column %(column)d: %(error)s") % {
        "line": one.line, "column": one.column, "error": sentence,
    }  # fmt: skip


def _dumped(document: dict[str, Any]) -> str:
    return orjson.dumps(document).decode()


def _pretty(text: str) -> str:
    return orjson.dumps(orjson.loads(text or "{}"), option=orjson.OPT_INDENT_2).decode()
