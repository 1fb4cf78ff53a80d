"""Where Plexus leans on a library beyond its promise: few places, each with its reason, and told when a name goes."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

SOURCE = Path(__file__).parents[2] / "src/plexus"
FLOWS = "allauth.account.internal.flows"
# A name within a library, what it is called with, and why we need it all the same.
LEANED_ON: dict[str, tuple[tuple[str, ...], str]] = {
    f"{FLOWS}.login:perform_login": (
        ("request", "login"), "a one-time link and the demo come in through the stages of a password: the second step",
    ),
    f"{FLOWS}.login:record_authentication": (
        ("request", "user", "method"), "what asks for the password again must know of a link",
    ),
    f"{FLOWS}.reauthentication:is_reauthentication_required": (
        ("request", "app"), "a new address asks for the password as allauth's own pages do",
    ),
    "allauth.usersessions.internal.flows.sessions:end_sessions": (
        ("request", "sessions"), "one browser is signed out, the rest is not",
    ),
    "allauth.usersessions.internal.flows.sessions:end_other_sessions": (
        ("request", "user"), "all browsers but this one are signed out",
    ),
    "django.contrib.sessions.backends.db:SessionStore._get_session_from_db": (
        ("self",), "the statement with which every page begins is planned once",
    ),
    "django.db.models.sql.compiler:SQLCompiler.get_converters": (
        ("self", "expressions"), "kept statements make the same values of columns as a queryset",
    ),
    "django.db.models.sql.compiler:SQLCompiler.compile": (
        ("self", "node"), "a condition is put into a statement of our own",
    ),
    "django.db.models.sql.datastructures:Join.promote": (
        ("self",), "of a required reference only an outer join tells the planner that it makes no row fewer",
    ),
    "django.utils.translation.trans_real:DjangoTranslation": (
        ("language",), "sentences are spaced as Chinese is written when they are filled, wherever that is done",
    ),
}  # fmt: skip
# Modules that begin something where they are imported, or stand in no process of the web.
APART = re.compile(r"\.(migrations|__main__|wsgi)\b")


def _imports() -> Iterator[tuple[str, str]]:
    """Every module and name that the product imports from a library."""
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module and not node.module.startswith("plexus"):
                yield from ((node.module, each.name) for each in node.names)


def _ours() -> Iterator[type[Any]]:
    """Every class of the product, wherever Django would come upon it late or never."""
    for file in SOURCE.rglob("*.py"):
        name = ".".join(file.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")
        if not APART.search(name):
            module = import_module(name)
            yield from (each for each in vars(module).values() if isinstance(each, type) and each.__module__ == name)


def _overridden() -> Iterator[str]:
    """Every private method of a library's class that a class of ours replaces."""
    for one in _ours():
        own = {name for name, value in vars(one).items() if name.startswith("_") and callable(value)}
        for base in one.__mro__[1:]:
            if not base.__module__.startswith(("plexus", "builtins", "enum", "dataclasses", "typing", "abc")):
                mine = {each for each in own & vars(base).keys() if not each.endswith("_")}
                yield from (f"{base.__module__}:{base.__name__}.{each}" for each in mine)


def test_what_a_library_keeps_to_itself_is_imported_for_a_reason() -> None:
    internal = {
        f"{module}:{name}"
        for module, name in _imports()
        if name.startswith("_") or any(part == "internal" or part.startswith("_") for part in module.split("."))
    }

    assert internal - LEANED_ON.keys() - {"__future__:annotations"} == set()


def test_what_a_library_keeps_to_itself_is_replaced_for_a_reason() -> None:
    assert {each for each in _overridden() if each not in LEANED_ON} == set()


@pytest.mark.parametrize("name", LEANED_ON)
def test_what_we_lean_on_is_there_and_is_called_as_we_call_it(name: str) -> None:
    wanted, reason = LEANED_ON[name]
    module, _colon, path = name.partition(":")

    found: Any = import_module(module)
    for part in path.split("."):
        found = getattr(found, part, None)

    assert found is not None, f"{name} is gone; we lean on it because {reason}"
    told = inspect.signature(found).parameters.values()
    needed = [each.name for each in told if each.default is each.empty and each.kind is not each.VAR_KEYWORD]
    assert set(wanted) <= {each.name for each in told}, f"{name} is called otherwise; we need it because {reason}"
    assert set(needed) <= set(wanted), f"{name} wants more; we need it because {reason}"
