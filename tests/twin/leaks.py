"""Ways in which the product might tell somebody of a file in a field that is hidden from him, one by each door."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from tests.twin.machine import FILE

from plexus.kernel.access.rights import may_write, readable_fields
from plexus.kernel.files.queries import content
from plexus.kernel.identity.actor import Actor
from plexus.kernel.query import checking, sorting
from plexus.kernel.records import reading
from plexus.kernel.records.fetching import plan
from plexus.kernel.records.grouping import asked as grouping
from plexus.kernel.records.preparing import assigning
from plexus.kernel.records.queries import feed, history, past
from plexus.kernel.records.refusals import NotFound
from plexus.kernel.records.undo import running
from plexus.kernel.schema.field_types import file as file_type
from plexus.kernel.search.queries import matching, rights
from plexus.shell import telling
from plexus.shell.api import describing, expanding, files, histories, records
from plexus.shell.api.door import Call
from plexus.shell.exporting import columns
from plexus.shell.exporting import rows as exported

Break = Callable[[pytest.MonkeyPatch], None]


def _seeing_files(given: Any) -> Any:
    """Whoever asks, with the files that are kept from him; anything else as it is."""
    if isinstance(given, Call):
        return replace(given, actor=_seeing_files(given.actor))
    if not isinstance(given, Actor):
        return given
    fields = {
        plural: {name: right for name, right in kept.items() if name != FILE} for plural, kept in given.fields.items()
    }
    return replace(given, fields=fields)


def _lending(work: Callable[..., Any], when: Callable[..., Any]) -> Callable[..., Any]:
    def lent(*given: Any, **named: Any) -> Any:
        if not when(*given, *named.values()):
            return work(*given, **named)
        return work(*map(_seeing_files, given), **{name: _seeing_files(each) for name, each in named.items()})

    return lent


def _always(*_given: Any) -> bool:
    return True


def _then(*given: Any) -> bool:
    return any(isinstance(each, Actor) and each.is_traveller for each in given)


def _now(*given: Any) -> bool:
    return not _then(*given)


def _at(end: str) -> Callable[..., bool]:
    return lambda call, *_given: call.http.path.endswith(end)


def _lent(where: Any, name: str, when: Callable[..., Any] = _always) -> Break:
    """Some work of the product done as if the file were hidden from nobody."""
    return lambda patch: patch.setattr(where, name, _lending(getattr(where, name), when))


def _told_in_the_feed(patch: pytest.MonkeyPatch) -> None:
    told = _lending(history.told, _always)
    patch.setattr(feed, "history", SimpleNamespace(told=told, RecordChange=history.RecordChange))


def _with_what_was_held_once(*, actor: Actor, about: Any, record_id: Any, field: str, file_id: Any) -> Any:
    try:
        return content.content_in(actor=actor, about=about, record_id=record_id, field=field, file_id=file_id)
    except NotFound:
        value = content._earlier(_seeing_files(actor), about, record_id, field, file_id)
        return content._there(actor, value["content"], value["name"], value["type"])


def _named_as_for_administrators(actor: Actor, about: Any, paths: Any) -> Any:
    """Names beside references without asking who may read what they lead to."""
    known = plan.plan(actor, about, paths)
    every = plan.plan(replace(actor, is_administrator=True), about, paths)
    known.expressions.update({name: each for name, each in every.expressions.items() if name.endswith("_title")})
    return known


def _set(where: Any, name: str, value: Any) -> Break:
    return lambda patch: patch.setattr(where, name, value)


LEAKS: Mapping[str, Break] = {
    "in a list": _lent(reading, "read_page", _now),
    "in a record": _lent(records, "record"),
    "in a list of then": _lent(reading, "read_page", _then),
    "in a record of then": _lent(past, "_values"),
    "in the history": _lent(histories, "history"),
    "in the feed": _told_in_the_feed,
    "in an export": _lent(exported, "layout", lambda _actor, _about, fields, *_more: not fields),
    "in an export that names it": _lent(exported, "layout", lambda _actor, _about, fields, *_more: fields),
    "by the address of its bytes": _lent(files, "_in_field", _at("/content")),
    "by the address of its picture": _lent(files, "_in_field", _at("/preview")),
    "by the address of bytes that were held once": _set(files, "content_in", _with_what_was_held_once),
    "by a search in its list": _lent(matching, "known_files"),
    "by a search in everything": _lent(rights, "known_files"),
    "by a filter": _lent(checking, "readable_fields", _now),
    "by a filter of then": _lent(checking, "readable_fields", _then),
    "by the order of a list": _lent(sorting, "readable_fields", _now),
    "by the order of a list of then": _lent(sorting, "readable_fields", _then),
    "by a count": _lent(grouping, "readable_fields", _now),
    "by a count of then": _lent(grouping, "readable_fields", _then),
    "through a reference": _lent(plan, "_add_through"),
    "where a reference is opened": _lent(expanding, "_records"),
    "in the conflict of an undo": _lent(running, "_value"),
    "in the description of its object": _lent(describing, "readable_fields"),
    "by writing it where it is to be read only": _set(
        assigning, "may_write", lambda actor, about, one: one.type.key == "file" or may_write(actor, about, one)
    ),
    "by writing it where it is hidden": lambda patch: (
        patch.setattr(assigning, "readable_fields", _lending(readable_fields, _always)),
        patch.setattr(assigning, "may_write", _lending(may_write, _always)),
    )[0],
}
# Those that concern whoever may know of the file.
TOO_MUCH: Mapping[str, Break] = {
    "the digest of a file is told": _set(file_type, "TOLD", (*file_type.TOLD, "content")),
    "the digest of a file is exported": lambda patch: patch.setitem(
        columns.FACES, "file", lambda value, _one, _labels: value["content"] if value else None
    ),
    "the address of a file leads elsewhere": _set(
        telling, "_addressed", lambda field, value: {"url": f"/api/v1/files/{value['id']}/content"}
    ),
    "an export names what may not be read": _set(columns, "plan", _named_as_for_administrators),
}
