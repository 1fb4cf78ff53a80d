"""Bytes kept beside the database: written as what an upload answered, read as their SHA-256."""

from __future__ import annotations

from typing import Any

from django.core import signing

from plexus.kernel.schema.field import Field, FieldType
from plexus.kernel.schema.fitting import EQUALITY, Unfit, text_of
from plexus.kernel.values.refusals import gettext_noop as _

SIGNER = signing.Signer(salt="plexus.upload")
NOT_AN_UPLOAD = _("Upload the file first, and give what the upload answered as “upload”.")


class Content(FieldType):
    """The SHA-256 of bytes. Nobody can name bytes that he did not send."""

    key = "content"
    operators = EQUALITY
    sortable = False
    empty = ""

    def convert(self, value: Any, field: Field) -> Any:
        try:
            return SIGNER.unsign(text_of(value, limit=300))
        except signing.BadSignature as error:
            raise Unfit("not_an_upload", NOT_AN_UPLOAD) from error

    def operand(self, value: Any, field: Field) -> Any:
        return text_of(value, limit=300).lower()

    def example(self, field: Field) -> Any:
        return "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
