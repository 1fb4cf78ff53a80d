"""Examples that fit their schemas: what a caller might really send and get."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from plexus.kernel.access.rights import may_write, readable_fields
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema.field import Field
from plexus.kernel.schema.object import Object

ID = "01932c07-2f3e-7a1b-9c55-3f1de0a4b7c2"
CAUSE = "01932c07-3b52-7c60-8d6e-5a8b7d1c9e10"
JOB = "01932c08-4a10-7f00-9a41-0c2b7e5d8f33"
AT = "2026-11-22T09:30:00Z"
LATER = "2099-12-31T16:00:00Z"
SENT = 6
UPLOAD = {"upload": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08:3vJc0R", "name": "合同.pdf"}
# By name where the kind of a field does not say enough.
NAMED: dict[str, Any] = {
    "object": "accounts",
    "currency": "CNY", "name": "恒通精密制造", "full_name": "张伟", "family_name": "张", "given_name": "伟",
    "subject": "Send the offer", "industry": "Machinery", "city": "无锡", "region": "江苏", "country": "CN",
    "external_id": "ERP-1024", "code": "LATHE-2", "version": 3, "quantity": "2", "discount_percent": "5",
    "probability": "60", "expires_at": LATER, "body": "Asked for a price of ten lathes.",
    "note": "They studied together.", "description": "Ten lathes, to be delivered in spring.",
    "language": "zh-Hans", "time_zone": "Asia/Shanghai",
}  # fmt: skip


# What is defined must agree with itself, which no field can know alone.
DEFINED: dict[str, dict[str, Any]] = {
    "views": {
        "object": "accounts", "name": "East", "audience": "everybody", "layout": "grouped", "group_by": "owner",
        "filter": '{"field": "city", "op": "eq", "value": "无锡"}', "sort": "-name", "columns": ["name", "city:140"],
    },
    "custom-objects": {"name": "machines", "label_en": "Machine", "plural_en": "Machines", "label_zh": "机器"},
    "custom-fields": {"object": "accounts", "type": "text", "name": "serial_number", "label_en": "Serial number"},
    "custom-rules": {
        "object": "accounts", "refuse_when": "employees < 0", "message_en": "Nobody employs fewer than none.",
        "field": "employees",
    },
    "field-rules": {
        "object": "deals", "field": "source", "required_when": "amount > money(100000, 'CNY')",
        "default": "if(is_empty(account), 'web', 'account')", "visible_when": "outcome = 'open'",
    },
    "quality-standards": {
        "object": "accounts", "weights": {"industry": 3, "phone": 2, "city": 1}, "important_by": "annual_revenue",
        "normalised": ["name", "phone"],
    },
    "relation-types": {
        "name": "refers", "inverse_name": "is referred by",
        "from_kinds": ["contacts"], "to_kinds": ["contacts", "accounts"],
    },
    "relations": {
        "type": ID, "from_contact": ID, "to_account": ID, "strength": "strong", "started_on": "2026-11-22",
        "note": "They studied together.",
    },
    "layouts": {
        "object": "deals",
        "parts": {
            "sections": [
                {"label_en": "Deal", "label_zh": "商机", "fields": ["name", "account", "stage", "amount"]},
                {"label_en": "More", "label_zh": "更多", "fields": ["source", "description"], "collapsed": True},
            ],
            "hidden": ["lost_reason"], "related": [{"list": "line_items", "fields": ["quantity"]}],
            "columns": ["name", "account", "amount"],
        },
    },
}  # fmt: skip


def of(one: Field) -> Any:
    """A plausible value of a field in an answer."""
    return one.type.example(one) if one.choices else NAMED.get(one.name, one.type.example(one))


def written(one: Field) -> Any:
    """The same in a request: a reference by id alone, a file by what its upload answered."""
    return {"reference": ID, "file": UPLOAD}.get(one.type.key) or of(one)


def record(about: Object, known: Iterable[Field]) -> dict[str, Any]:
    """A record as it is read."""
    defined = DEFINED.get(about.plural, {})
    return {one.name: defined.get(one.name, of(one)) if one.type.textual else of(one) for one in known}


def creation(about: Object, writable: Iterable[Field]) -> dict[str, Any]:
    """What a record needs, and a few fields more."""
    if about.plural in DEFINED:
        return DEFINED[about.plural]
    fields = [one for one in writable if not one.alias_of]
    needed = [one for one in fields if one.required or (about.described.bound and one.name == about.described.about)]
    more = [one for one in fields if one not in needed and one.type.key not in {"reference", "references", "file"}]
    return {one.name: written(one) for one in (*needed, *more[: max(0, SENT - len(needed))])}


def change(about: Object, writable: Iterable[Field]) -> dict[str, Any]:
    """One field to change."""
    fields = [one for one in writable if one.type.textual or one.type.numeric]
    defined = DEFINED.get(about.plural, {})
    return {one.name: defined.get(one.name, written(one)) for one in fields[-1:]}


def _writable(actor: Actor, about: Object) -> list[Field]:
    return [one for one in readable_fields(actor, about).values() if may_write(actor, about, one)]


def act(actor: Actor, about: Object, key: str, wanted: Iterable[Field]) -> dict[str, Any]:
    """The parameters of an action of an object."""
    if key == "change":
        return next(
            ({"field": name, "value": each} for name, each in change(about, _writable(actor, about)).items()), {}
        )
    return ACTS.get(key) or params(wanted)


def params(wanted: Iterable[Field]) -> dict[str, Any]:
    """The parameters of an action; what is given instead of another, or seldom, is left out."""
    return {one.name: written(one) for one in wanted if one.name not in INSTEAD}


def bulk(given: dict[str, Any]) -> dict[str, Any]:
    """An action on many."""
    return {"ids": [ID], "params": given}


def batch(actor: Actor, about: Object) -> dict[str, Any]:
    """A record made and another changed in one request."""
    writable = _writable(actor, about)
    return {
        "operations": [
            {"op": "create", "values": creation(about, writable)},
            {"op": "update", "id": ID, "version": 3, "values": change(about, writable)},
        ],
        "atomic": True,
    }


# Given instead of another, or seldom: a deal is closed today unless somebody says otherwise.
INSTEAD = {"team", "closed_on"}
# Parameters whose kinds do not say enough, by the action.
ACTS: dict[str, dict[str, Any]] = {"merge-choices": {"key": "mill", "into": "lathe"}}
REFERENCE = {"id": ID, "object": "people", "name": "张伟"}
PROBLEM_FIELDS = [{"field": "name", "code": "required", "message": "This field is required."}]
SHARED: dict[str, Any] = {
    "Reference": REFERENCE,
    "Count": {"value": 1234, "exact": True},
    "FieldError": PROBLEM_FIELDS[0],
    "Hit": {"object": "accounts", "id": ID, "name": "恒通精密制造"},
    "Change": {
        "id": "41", "object": "accounts", "record": ID, "at": AT, "kind": "changed", "action": "accounts.update",
        "cause": CAUSE, "undoes": None, "person": REFERENCE,
        "fields": [{"field": "city", "label": "City", "before": "无锡", "after": "苏州"}],
        "shared_with": None,
    },
    "Share": {
        "id": JOB, "person": REFERENCE, "team": None, "right": "read", "expires_at": LATER, "expired": False,
        "shared_at": AT, "shared_by": REFERENCE,
    },
    "Access": {
        "person": REFERENCE,
        "verbs": [
            {
                "verb": "read", "allowed": True, "level": "team",
                "reasons": [{"rule": "shared", "holds": True, "sentence": "李娜 shared it with 张伟, to see."}],
            }
        ],
        "hidden_fields": ["amount"], "read_only_fields": [],
    },
    "Event": {"object": "activities", "at": AT, "record": {"id": ID, "kind": "call", "subject": "Asked for a price"}},
    "Cause": {
        "id": CAUSE, "at": AT, "action": "accounts.update", "kind": "person", "person": REFERENCE, "undoes": None,
        "undone_by": None, "touched": [{"object": "accounts", "created": 0, "changed": 1, "removed": 0}], "exact": True,
    },
    "Undone": {
        "cause": CAUSE, "restored": 1, "records": {"accounts": 1}, "conflict_count": 0, "conflicts": [],
        "blocked_count": 0, "blocked": [], "refused_count": 0, "refused": [],
    },
    "Job": {
        "id": JOB, "kind": "exports.run", "label": "Export", "state": "running", "done": 400, "total": 1000,
        "percent": 40, "message": "400 of 1000 rows", "error": "", "result": {}, "cause": None, "person": REFERENCE,
        "cancel_requested": False, "created_at": AT, "started_at": AT, "finished_at": None,
    },
    "Aggregate": {
        "data": [
            {
                "group": {"closed_on:month": "2026-11-01", "owner": REFERENCE},
                "figures": {"count": 12, "sum:amount": [{"amount": "125000.00", "currency": "CNY"}]},
                "filter": {
                    "and": [
                        {"field": "closed_on", "op": "between", "value": ["2026-11-01", "2026-11-30"]},
                        {"field": "owner", "op": "eq", "value": ID},
                    ]
                },
            }
        ],
        "rest": None,
        "total": {"figures": {"count": 12, "sum:amount": [{"amount": "125000.00", "currency": "CNY"}]}},
    },
    "BulkResult": {"cause": CAUSE, "changed": 12, "unchanged": 1, "refused_count": 0, "refused": []},
    "BatchResult": {"cause": CAUSE, "kept": True, "results": [{"status": 201, "id": ID, "version": 1}]},
    "Me": {
        "id": ID, "name": "张伟", "role": "Sales", "language": "zh-hans", "time_zone": "Asia/Shanghai", "scopes": ["*"],
        "is_administrator": False, "workspace": {"id": JOB, "name": "恒通", "slug": "hengtong"},
    },
    "Import": {
        "id": ID, "object": "accounts", "file": "customers.csv",
        "options": {
            "map": {"客户": "name"}, "match": ["name"], "mode": "upsert", "create_missing": [], "replace": {},
            "set": {}, "days": {}, "clear_blanks": False, "only_mapped": False, "list": "",
            "encoding": None, "delimiter": None, "sheet": None, "header_row": None,
        },
        "dry_run": False, "state": "done", "done": 120, "total": 120, "message": "",
        "counts": {
            "created": 100, "updated": 15, "unchanged": 3, "duplicate": 0, "rejected": 2, "incomplete": 0,
            "missing_created": {}, "rows": 120,
        },
        "job": JOB, "cause": CAUSE, "created_at": AT,
    },
    "ImportMapping": {
        "format": {
            "kind": "csv", "encoding": "gb18030", "delimiter": ",", "sheet": None, "sheets": [], "header_row": 1,
            "label": "CSV, GB18030, comma",
        },
        "columns": [
            {
                "column": "客户", "examples": ["恒通精密制造"],
                "fields": [{"field": "name", "reason": "synonym", "score": 0.95, "note": "known name"}],
            }
        ],
        "fields": ["id", "name", "city"], "match": [["name"]], "hindrance": None,
    },
    "ImportRow": {
        "row": 7, "verdict": "rejected", "reason": "City: This field is too long.", "cells": ["恒通", "…"],
        "record": None,
    },
}  # fmt: skip
SHARED["ImportSet"] = {
    "id": ID, "preset": "zoho", "dry_run": False, "state": "done", "done": 120, "total": 120, "message": "",
    "files": [SHARED["Import"]], "left": [{"file": "Invoices.csv", "rows": 800, "reason": "no object holds such rows"}],
    "job": JOB, "cause": CAUSE, "created_at": AT,
}  # fmt: skip
