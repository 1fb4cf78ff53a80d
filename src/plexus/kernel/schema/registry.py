"""The schema of a workspace: the standard objects, and room for what an administrator adds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from uuid import UUID

from plexus.kernel.schema.object import Description, Object, Related
from plexus.kernel.schema.reading_models import object_of
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.kernel.workspaces.models import WorkspaceRow

_described: dict[type[WorkspaceRow], Description] = {}


class UnknownObject(Refusal):
    """An object was named that the workspace does not have."""

    message = _("There is no object “%(name)s”.")


@dataclass(frozen=True)
class Schema:
    """Every object of a workspace by its plural name."""

    objects: Mapping[str, Object]

    def __iter__(self) -> Iterator[Object]:
        return iter(self.objects.values())

    def object(self, plural: str) -> Object:
        """The object with this API name; raises `UnknownObject`."""
        try:
            return self.objects[plural]
        except KeyError:
            raise UnknownObject(name=plural) from None

    def of_model(self, model: type[WorkspaceRow]) -> Object:
        """The object whose records a model keeps."""
        return self._by_model[model]

    @cached_property
    def _by_model(self) -> Mapping[type[WorkspaceRow], Object]:
        return {each.model: each for each in self}

    @cached_property
    def _related(self) -> Mapping[str, Mapping[str, Related]]:
        found: dict[str, dict[str, Related]] = {plural: {} for plural in self.objects}
        for child in self:
            for each in child.fields.values():
                if each.target and each.related_name:
                    related = Related(each.related_name, child.plural, each.name)
                    found[each.target][related.name] = related
                if each.type.key == "references":
                    for plural in self.objects:
                        found[plural].setdefault(child.plural, Related(child.plural, child.plural, each.name))
        return found

    def related(self, plural: str) -> Mapping[str, Related]:
        """The lists of records that refer to an object's records, by name."""
        return self._related[plural]

    def having(self, changed: Object) -> Schema:
        """The same schema with one object replaced or added."""
        return replace(self, objects={**self.objects, changed.plural: changed})


def register(model: type[WorkspaceRow], described: Description) -> None:
    """Make a model's rows records of an object; called while apps load."""
    _described[model] = described
    standard.cache_clear()


@cache
def standard() -> Schema:
    """The objects that ship with the product; references point to objects that exist."""
    plurals = {model._meta.label_lower: described.plural for model, described in _described.items()}
    objects = (object_of(model, described) for model, described in _described.items())
    return Schema({each.plural: _aimed(each, plurals) for each in objects})


def _aimed(found: Object, plurals: Mapping[str, str]) -> Object:
    """The object with its references aimed at plural names; a reference to what is no object is left out."""
    aimed = {
        name: replace(each, target=plurals.get(each.target)) if each.target else each
        for name, each in found.fields.items()
    }
    kept = {name: each for name, each in aimed.items() if each.type.key != "reference" or each.target}
    return replace(found, fields=kept)


def of(workspace_id: UUID) -> Schema:
    """The schema of a workspace; every caller asks here, so that run-time definitions need one place only."""
    return standard()
