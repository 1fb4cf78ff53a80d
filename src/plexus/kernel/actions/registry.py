"""Every action of the product by object and key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from django.apps import apps

from plexus.kernel.actions.action import EVERY_OBJECT, Action, Params, RunMany
from plexus.kernel.actions.refusals import UnknownAction
from plexus.kernel.identity.actor import Actor
from plexus.kernel.schema.field import Label
from plexus.kernel.schema.object import Object

_registered: dict[tuple[str, str], Action] = {}
Run = TypeVar("Run", bound=Callable[..., Any])


def action(
    key: str, *, on: str, label: Label, params: Params | Callable[[Actor, Object], Params] = (), **said: Any
) -> Callable[[Run], Run]:
    """Register a function as an action; see `Action.run` for what it takes."""

    def register(run: Run) -> Run:
        given = params if callable(params) else (lambda actor, about: params)
        _registered[on, key] = Action(key, on, label, run, params=given, **said)
        return run

    return register


def many(key: str, *, on: str) -> Callable[[Run], Run]:
    """Register how an action is done to a selection at once; without it, it is done one by one."""

    def register(run: Run) -> Run:
        known: RunMany = run
        _registered[on, key] = replace(_registered[on, key], many=known)
        return run

    return register


def available(actor: Actor, about: Object) -> tuple[Action, ...]:
    """The actions of an object that the policy opens to an actor: its own, then general ones in the order of apps."""
    found = [each for each in _registered.values() if each.is_for(about) and each.is_open_to(actor, about)]
    own = [each for each in found if each.on != EVERY_OBJECT]
    keys = {each.key for each in own}
    general = [each for each in found if each.on == EVERY_OBJECT and each.key not in keys]
    return (*own, *sorted(general, key=lambda each: _place(each.run.__module__)))


@cache
def _place(module: str) -> int:
    """Where the app of a module stands among the others; what belongs to none comes first."""
    app = apps.get_containing_app_config(module)
    return list(apps.app_configs).index(app.label) if app else -1


def find(about: Object, key: str) -> Action:
    """The action of an object with this key, its own before a general one; raises `UnknownAction`."""
    found = _registered.get((about.plural, key)) or _registered.get((EVERY_OBJECT, key))
    if found is None or not found.is_for(about):
        raise UnknownAction(key=key)
    return found


def everything() -> tuple[Action, ...]:
    """Every action, for documentation and for tests that walk them all."""
    return tuple(_registered.values())
