"""How one operation is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plexus.shell.api.openapi.schemas import Json

Operations = Iterator[tuple[str, str, Json]]
BODY = (400, 413, 415)


def operation(
    key: str, tag: str, summary: str, description: str, responses: Json, *, parameters: Iterable[Json] = (),
    body: Json | None = None,
) -> Json:  # fmt: skip
    """An operation: its name for programs, its title, what it does, what it takes, how it answers."""
    made: Json = {
        "operationId": key, "summary": summary, "description": description, "tags": [tag],
        "parameters": list(parameters), "responses": responses,
    }  # fmt: skip
    return made | ({"requestBody": body} if body else {})


def json_body(schema: Json, *, required: bool = True, example: object = None) -> Json:
    """A body of JSON."""
    content = {"schema": schema} | ({"example": example} if example is not None else {})
    return {"required": required, "content": {"application/json": content}}
