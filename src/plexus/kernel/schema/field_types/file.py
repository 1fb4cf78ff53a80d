"""A file in a field: what it is called, its kind and size, and the SHA-256 under which its bytes lie.

The whole of it stands in the record, so that whoever may read the field of the record has it, and nobody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Any
from uuid import UUID

from django.core import signing

from plexus.kernel.schema.field import Field, FieldType
from plexus.kernel.schema.field_types.content import NOT_AN_UPLOAD, SIGNER
from plexus.kernel.schema.field_types.unique_id import uuid_of
from plexus.kernel.schema.fitting import EQUALITY, PRESENCE, WORDS, Unfit, text_of
from plexus.kernel.values.file_names import tidied
from plexus.kernel.values.refusals import gettext_noop as _

TOLD = ("id", "name", "type", "size")
STORED = (*TOLD, "content")
READ = frozenset({*TOLD, "url"})
NOT_A_FILE = _('Write what an upload answered as {"upload": …, "name": …}, or the id of a file.')
NAMELESS = _('Say what the file is called: {"upload": …, "name": …}.')
_WORD, _SHEET, _SLIDES = (
    f"application/vnd.openxmlformats-officedocument.{each}ml.*"
    for each in ("wordprocessing", "spreadsheet", "presentation")
)
DRAWING = "image/svg+xml"
_PICTURES, _PDF = ("image/*",), ("application/pdf",)
_DOCUMENTS = (
    *_PDF, "application/msword", _WORD, "application/vnd.oasis.opendocument.*", "application/rtf", "text/*",
    "application/vnd.ms-excel", _SHEET, "application/vnd.ms-powerpoint", _SLIDES,
)  # fmt: skip
# What a field may be told to take, by patterns of media types; nothing told is everything.
KINDS: Mapping[str, tuple[str, ...]] = {
    "pictures": _PICTURES,
    "pdf": _PDF,
    "pictures_pdf": (*_PICTURES, *_PDF),
    "documents": _DOCUMENTS,
}


@dataclass(frozen=True, slots=True)
class Named:
    """A file as a door named it, to be looked for: bytes that were uploaded, or the id of a file."""

    name: str = ""
    content: str = ""
    id: UUID | None = None


class File(FieldType):
    """One file; it is compared, sorted by and searched in by its name."""

    key = "file"
    operators = EQUALITY | PRESENCE | WORDS
    beside = ("custom", "id")

    def convert(self, value: Any, field: Field) -> Named:
        if isinstance(value, Mapping):
            return _uploaded(value) if "upload" in value else _told(value)
        head, _slash, name = text_of(value, limit=1000).partition("/")
        return Named(name, id=UUID(head)) if _is_id(head) else _sent(head, name)

    def operand(self, value: Any, field: Field) -> str:
        return text_of(value, limit=1000)

    def revive(self, stored: Any, field: Field, row: Mapping[str, Any]) -> Any:
        """The file with the record that it belongs to, where the statement brought it along."""
        if not isinstance(stored, dict) or not stored.keys() >= {*STORED}:
            return None
        return {name: stored[name] for name in STORED} | {"record": row.get("id")}

    def keep(self, value: Any) -> Any:
        return {name: value[name] for name in STORED} if value else None

    def alike(self, held: Any, stored: Any) -> bool:
        """The same bytes under the same name are the same file, though they were sent again."""
        both = isinstance(held, dict) and isinstance(stored, dict)
        return held == stored or (both and all(held.get(name) == stored.get(name) for name in ("name", "content")))

    def render(self, value: Any) -> Any:
        return {name: value[name] for name in TOLD} if value else None

    def json_schema(self, field: Field) -> dict[str, Any]:
        parts = {
            "id": {"type": "string", "format": "uuid"},
            "name": {"type": "string"},
            "type": {"type": "string"},
            "size": {"type": "integer"},
            "url": {"type": "string"},
        }
        return {"type": ["object", "null"], "properties": parts, "required": [*TOLD]}

    def example(self, field: Field) -> Any:
        return {
            "id": "01932c07-2f3e-7a1b-9c55-3f1de0a4b7c2", "name": "合同.pdf", "type": "application/pdf", "size": 48_213,
        }  # fmt: skip


def takes(field: Field, media_type: str) -> bool:
    """Whether a field takes files of a kind; an SVG drawing is a document that may hold scripts, and no picture."""
    if not field.kinds:
        return True
    return media_type != DRAWING and any(fnmatch(media_type, each) for each in KINDS.get(field.kinds, ()))


def _uploaded(value: Mapping[str, Any]) -> Named:
    if not value.keys() <= {"upload", "name"}:
        raise Unfit("not_a_file", NOT_A_FILE)
    return _sent(value["upload"], value.get("name") or "")


def _told(value: Mapping[str, Any]) -> Named:
    """A file by its id; what reading it tells besides may stay beside it."""
    if "id" not in value or not value.keys() <= READ:
        raise Unfit("not_a_file", NOT_A_FILE)
    return Named(id=uuid_of(value["id"]))


def _sent(upload: Any, name: Any) -> Named:
    try:
        content = SIGNER.unsign(text_of(upload, limit=300))
    except signing.BadSignature as error:
        raise Unfit("not_an_upload", NOT_AN_UPLOAD) from error
    called = tidied(text_of(name, limit=1000))
    if not called:
        raise Unfit("nameless", NAMELESS)
    return Named(called, content)


def _is_id(text: str) -> bool:
    try:
        uuid_of(text)
    except Unfit:
        return False
    return True
