"""Names that an object or a field of a workspace's own cannot have, because the product says something else by them."""

from __future__ import annotations

import re

OBJECT_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
FIELD_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")

# First words of addresses, of pages and of the API.
OBJECTS = frozenset(
    {
        "accounts", "api", "batch", "board", "bulk", "by", "causes", "changes", "columns", "custom", "custom-fields",
        "custom-objects", "dashboard", "demo", "docs", "everything", "exports", "fields", "files", "filter", "flows",
        "forecast", "health", "home", "imports", "jobs", "lists", "login", "logout", "me", "new", "objects", "openapi",
        "palette", "people", "quality", "reports", "roles", "schema", "search", "settings", "setup", "static",
        "suggest", "teams", "trash", "views", "webhooks", "welcome",
    }
)  # fmt: skip
# Words of the filter language, of forms and of lists, and what every row has or may get.
FIELDS = frozenset(
    {
        "action", "and", "at", "by", "cause", "completeness", "completeness_band", "count", "cursor", "custom",
        "deleted_at", "expand", "field", "fields", "file", "filter", "id", "limit", "list", "missing_fields", "not",
        "object", "op", "options", "or", "pk", "q", "record", "related",
        "relative", "row", "sort", "sort_key", "value", "version", "where", "words", "workspace",
    }
)  # fmt: skip


def is_object_name(name: str) -> bool:
    """Whether an API name of an object is well formed."""
    return bool(OBJECT_NAME.fullmatch(name))


def is_field_name(name: str) -> bool:
    """Whether an API name of a field is well formed; what begins with `has_` marks tick boxes in forms."""
    return bool(FIELD_NAME.fullmatch(name)) and not name.startswith("has_")
