"""Requests that ought to succeed: the document's own examples, turned to things that are there."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO
from typing import Any
from uuid import uuid4

import requests
from PIL import Image
from tests.shell.api.real import Running

from plexus.kernel.schema import registry
from plexus.shell.api.openapi.examples import ID

EVERY = sorted(each.plural for each in registry.standard())
IDS = 40
# What a parameter of an action means, where no field is called so.
MEANT = {"person": "people", "team": "teams", "owner": "people", "list": "lists", "field": "custom-fields"}
MEANT |= {field.name: field.target for each in registry.standard() for field in each.fields.values() if field.target}
# No two records may have the same; who sends an example twice says something else each time.
ALONE = frozenset({"name", "external_id", "full_name", "code", "subject", "label_en", "plural_en", "label_zh", "key"})
FILTER = '{"field": "id", "op": "not_empty"}'
# Of these there is one for each object or field, or for both.
SINGLE = frozenset({"field-rules", "follows", "layouts", "quality-standards", "list-members"})
# What names a record by its key, where not every text does.
NAMES = {"quality-standards": "accounts", "custom-fields": "of_the_erp"}
# These want something of their own to begin with.
STATES = {f"/deals/{{id}}/actions/{each}": "_a_deal" for each in ("win", "lose", "move", "reopen")}
STATES |= {"/custom-fields/{id}/actions/merge-choices": "_a_choice"}
# These begin with something new, for they end it.
ENDING = ("DELETE", "/restore", "/actions/delete", "/actions/restore", "/actions/replace")


class Aim:
    """What is there to be asked for, and how an operation asks for it."""

    def __init__(self, server: Running) -> None:
        self.server = server
        self.document: dict[str, Any] = server.get("/openapi.json").json()
        self.known = {objects: self._ids(f"/{objects}?limit={IDS}&sort=-created_at") for objects in EVERY}
        # Nobody locks himself out.
        self.known["people"].remove(server.get("/me").json()["id"])
        self.upload = self._sent()
        self.lists: dict[str, str] = {}
        self.place = self._file_in_a_field()
        self._make_work()

    def _ids(self, path: str) -> list[str]:
        return [each["id"] for each in self.server.get(path).json().get("data", ())]

    def _sent(self) -> str:
        picture = BytesIO()
        Image.new("RGB", (400, 300), "teal").save(picture, "PNG")
        file = {"file": ("offer.png", picture.getvalue(), "image/png")}
        return str(self.server.post("/uploads", files=file).json()["upload"])

    def _file_in_a_field(self) -> dict[str, str]:
        """A file in a field of an account, by the parts of its address."""
        name = f"plan_{uuid4().hex[:8]}"
        field = {"object": "accounts", "type": "file", "name": name, "label_en": name}
        self.server.post("/custom-fields", field)
        values = {"name": "Hengtong", name: {"upload": self.upload, "name": "offer.png"}}
        made = self.server.post("/accounts", values).json()
        return {"object": "accounts", "id": made["id"], "field": name, "file": made[name]["id"]}

    def _make_work(self) -> None:
        """Things that only work leaves behind: jobs, causes, an import that waits."""
        self.server.post("/accounts", {"name": "Acme"})
        export = self.server.post("/exports", {"object": "tags"})
        file = {"file": ("tags.csv", "name\nVIP\n", "text/csv")}
        for start in ("true", "false"):
            options = f'{{"object": "tags", "start": {start}}}'
            self.server.post("/imports", files=file, data={"options": options})
        self.server.post(f"/webhooks/{self._hooked()}/test")
        self.known |= {name: self._ids(f"/{name}") for name in ("jobs", "imports", "causes", "webhooks")}
        self.known["exports"] = [export.json()["id"]]
        self.known["sets"] = [self._waiting("/imports/sets")]
        self.server.finished(export.headers["Location"])

    def _waiting(self, path: str) -> str:
        """Files that nobody began to bring in yet."""
        file = {"file": ("accounts.csv", "客户,备注\nWeida,New\n", "text/csv")}
        options = '{"start": false}' if path.endswith("sets") else '{"object": "accounts", "start": false}'
        return str(self.server.post(path, files=file, data={"options": options}).json().get("id", ID))

    def _hooked(self) -> str:
        return str(self.server.post("/webhooks", {"name": "ERP", "url": "https://erp.invalid/hooks"}).json()["id"])

    # What is asked

    def example(self, path: str, method: str) -> Any:
        """The body that the document shows, if it shows any."""
        content = self._operation(path, method).get("requestBody", {}).get("content", {})
        for one in content.values():
            schema = self._schema(one.get("schema", {}))
            if (shown := one.get("example", next(iter(schema.get("examples", ())), None))) is not None:
                return shown
        return None

    def takes_form(self, path: str, method: str) -> bool:
        """Whether an operation takes files."""
        return "multipart/form-data" in self._operation(path, method).get("requestBody", {}).get("content", {})

    def _operation(self, path: str, method: str) -> dict[str, Any]:
        found: dict[str, Any] = self.document["paths"].get(path, {}).get(method.lower(), {})
        return found

    def _schema(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        name = str(schema.get("$ref", "")).rpartition("/")[2]
        return self.document["components"]["schemas"][name] if name else schema

    def body(self, path: str, method: str, places: Mapping[str, str]) -> Any:
        """The same with what is there in the place of what is only shown."""
        objects = path.split("/")[1]
        if method in {"POST", "PUT"} and (path.count("/") == 1 or method == "PUT") and objects in SINGLE:
            self._clear(objects)
        if method == "PUT":
            found = self.body(f"/{objects}", "POST", {})
            return {name: each for name, each in found.items() if name != places["key"]}
        found = self._turned(self.example(path, method), objects)
        if isinstance(found, dict) and "ids" in found:
            found["ids"] = [places.get("ids") or self.one_of(objects)]
        self._settle(path, found)
        return found

    def _settle(self, path: str, found: Any) -> None:
        """What only some actions want: a list of such records, a field that takes any text, somebody let in."""
        given = found.get("params", found) if isinstance(found, dict) else {}
        objects = path.split("/")[1]
        if path.endswith(("to-list", "from-list")):
            given["list"] = self._list_of(objects)
            given.pop("name", None)
        if path.endswith("/actions/change"):
            given["value"] = self._value(given["value"], objects, given["field"])
        if path.endswith("/merge-choices"):
            given["key"] = "mill"
        if path == "/relations":
            given |= {"type": self.made("relation-types"), "from_contact": self.made("contacts")}
        if path.endswith("/unshare"):
            self._shared(objects, self.one_of(objects))

    def _list_of(self, objects: str) -> str:
        if objects not in self.lists:
            made = self.server.post("/lists", {"name": f"Our {objects} {uuid4().hex[:4]}", "object": objects})
            self.lists[objects] = made.json().get("id", ID)
        return self.lists[objects]

    def _clear(self, objects: str) -> None:
        for key in self._ids(f"/{objects}?limit=200"):
            self._delete(objects, key)
        self.known[objects] = []

    def _delete(self, objects: str, key: str) -> None:
        version = {"If-Match": f'"{self.version(objects, key)}"'}
        self.server.ask("DELETE", f"/{objects}/{key}", headers=version)

    def made(self, objects: str) -> str:
        """A new record, as the document shows how one is made; empty where that is refused."""
        answer = self.server.post(f"/{objects}", self.body(f"/{objects}", "POST", {}) or {})
        return str(answer.json()["id"]) if answer.status_code == 201 else ""

    def one_of(self, objects: str, number: int = 0) -> str:
        """The id of something that is there, made if need be, or one that nothing has."""
        if objects in EVERY and not self.known[objects] and (made := self.made(objects)):
            self.known[objects] = [made]
        known = self.known.get(objects) or [ID]
        return known[number % len(known)]

    def _turned(self, shown: Any, objects: str, name: str = "") -> Any:
        if isinstance(shown, list):
            return [self._turned(each, objects, name) for each in shown]
        if not isinstance(shown, dict):
            return self._value(shown, objects, name)
        if {"object", "id"} <= shown.keys():
            return {"object": shown["object"], "id": self.one_of(shown["object"])}
        turned = {each: self._turned(value, objects, each) for each, value in shown.items()}
        if {"upload", "name"} <= shown.keys():
            turned = {"upload": self.upload, "name": "offer.png"}
        if {"op", "id", "version"} <= shown.keys():
            turned["version"] = self.version(objects, turned["id"])
        return turned

    def _value(self, shown: Any, objects: str, name: str) -> Any:
        if shown == ID:
            return self.one_of(self._meant(objects, name))
        if name == "content":
            return self.upload
        if name == "email":
            return f"{uuid4().hex}@example.com"
        if name in ALONE and isinstance(shown, str):
            return f"m{uuid4().hex[:12]}" if objects.startswith("custom-") else f"{shown} {uuid4().hex[:6]}"
        return shown

    def _meant(self, objects: str, name: str) -> str:
        """What a reference leads to: by the field of its object, else by what the name means elsewhere."""
        if name in {"id", "ids", "into"}:
            return objects
        one = registry.standard().object(objects).fields.get(name) if objects in EVERY else None
        return (one.target if one and one.target else MEANT.get(name)) or objects

    def version(self, objects: str, key: str) -> int:
        """The version of a record."""
        return int(self.server.get(f"/{objects}/{key}").json().get("version", 1))

    # Where it is asked

    def places(self, path: str, method: str, number: int) -> dict[str, str]:
        """What the parts of an address are, where all of them are there."""
        objects = path.split("/")[1]
        found = {"id": self.one_of("sets" if "/sets/" in path else objects), "value": f"erp-{uuid4().hex[:8]}"}
        found["key"] = self._key(path, method)
        found["value"] = NAMES.get(objects) or found["value"]
        if objects == "{object}":
            found |= self.place
        if path == "/schema/{object}":
            found["object"] = EVERY[number % len(EVERY)]
        if objects in EVERY and "{share}" not in path and any(end in f"{method} {path}" for end in ENDING):
            found["id"] = found["ids"] = self._ended(objects, found["id"], restored="restore" in path)
        found |= self._new(path, method)
        if "{share}" in path:
            found["share"] = self._shared(objects, found["id"])
        if "{message}" in path:
            found["message"] = next(iter(self._ids(f"/webhooks/{found['id']}/messages")), ID)
        return {name: each for name, each in found.items() if f"{{{name}}}" in path or name == "ids"}

    def _new(self, path: str, method: str) -> dict[str, str]:
        """The id of something made for this operation alone, where it wants that."""
        if path in STATES:
            return {"id": getattr(self, STATES[path])(path)}
        if path.startswith("/imports/") and (method == "PATCH" or path.endswith(("/check", "/run"))):
            return {"id": self._waiting("/imports/sets" if "/sets/" in path else "/imports")}
        return {"id": self._hooked()} if f"{method} {path}" == "DELETE /webhooks/{id}" else {}

    def _a_deal(self, path: str) -> str:
        """A deal that nobody closed yet, or one to reopen."""
        values = self.body("/deals", "POST", {}) | {"source": "web", "opened_on": "2026-01-05"}
        made = str(self.server.post("/deals", values).json().get("id", ID))
        if path.endswith("/reopen"):
            self.server.post(f"/deals/{made}/actions/win", {})
        return made

    def _a_choice(self, _path: str) -> str:
        """A field with the choices that the document shows."""
        choices = [{"key": key, "label_en": key} for key in ("mill", "lathe")]
        name = f"of_{uuid4().hex[:8]}"
        field = {"object": "accounts", "type": "choice", "name": name, "label_en": name}
        return str(self.server.post("/custom-fields", field | {"options": {"choices": choices}}).json().get("id", ID))

    def _key(self, path: str, method: str) -> str:
        given = self._operation(path, method).get("parameters", ())
        return next((each["schema"]["enum"][0] for each in given if each.get("name") == "key"), "")

    def _ended(self, objects: str, other: str, *, restored: bool) -> str:
        """Something new to end, or what is there where there can be but one."""
        key = self.made(objects) or other
        self.known[objects] = [each for each in self.known[objects] if each != key]
        if restored:
            self._delete(objects, key)
        return key

    def _shared(self, objects: str, key: str) -> str:
        with suppress(requests.JSONDecodeError, KeyError):
            made = self.server.post(f"/{objects}/{key}/shares", {"person": self.one_of("people"), "right": "read"})
            return str(made.json()["id"])
        return ID

    def headers(self, path: str, method: str, places: Mapping[str, str]) -> dict[str, str]:
        """The version of what is changed or deleted."""
        objects = path.split("/")[1]
        if method not in {"PATCH", "DELETE"} or objects not in EVERY or path.count("/") != 2:
            return {}
        return {"If-Match": f'"{self.version(objects, places["id"])}"'}

    def query(self, path: str, method: str, number: int) -> dict[str, Any]:
        """What the document shows of the parameters, and a filter that holds; every other time nothing at all."""
        given = (self._parameter(each) for each in self._operation(path, method).get("parameters", ()))
        named = [each for each in given if each["in"] == "query"]
        if any(each["name"] == "person" for each in named):
            return {"person": self.one_of("people")}
        if number % 2:
            return {}
        shown = {each["name"]: each["example"] for each in named if "example" in each}
        return shown | ({"filter": FILTER} if any(each["name"] == "filter" for each in named) else {})

    def _parameter(self, one: Mapping[str, Any]) -> Mapping[str, Any]:
        name = str(one.get("$ref", "")).rpartition("/")[2]
        return self.document["components"]["parameters"][name] if name else one
