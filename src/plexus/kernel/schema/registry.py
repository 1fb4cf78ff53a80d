"""The schema of a workspace: the standard objects, and what its administrators added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, partial
from uuid import UUID

from django.db import connection

from plexus.kernel.schema import definitions
from plexus.kernel.schema.completing import of_description
from plexus.kernel.schema.kept import Kept
from plexus.kernel.schema.object import Description, Object, Related
from plexus.kernel.schema.presenting import presented
from plexus.kernel.schema.reading_models import object_of
from plexus.kernel.schema.settling import Broken, settle
from plexus.kernel.schema.tailoring import tailored
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.kernel.workspaces.models import WorkspaceRow
from plexus.kernel.workspaces.scope import inside, note_version, version_of

_described: dict[type[WorkspaceRow], Description] = {}
_keeper: list[type[WorkspaceRow]] = []
MOST_KEPT = 200


class UnknownObject(Refusal):
    """An object was named that the workspace does not have."""

    message = _("There is no object “%(name)s”.")


@dataclass(frozen=True, eq=False)
class Schema:
    """Every object of a workspace by its plural name. Two schemas are the same only when they are one.

    `broken` says why fields that would be reckoned are not there.
    """

    objects: Mapping[str, Object]
    broken: Broken = field(default_factory=dict)

    def __iter__(self) -> Iterator[Object]:
        return iter(self.objects.values())

    def object(self, plural: str) -> Object:
        """The object with this API name; raises `UnknownObject`."""
        try:
            return self.objects[plural]
        except KeyError:
            raise UnknownObject(name=plural) from None

    def of_model(self, model: type[WorkspaceRow]) -> Object:
        """The standard object whose records a model keeps."""
        return self._by_model[model]

    @cached_property
    def reckons(self) -> bool:
        """Whether any object has fields that are reckoned, which depends on more than rights: where the day begins."""
        return any(not one.is_completeness for each in self for one in each.reckoned_fields)

    @cached_property
    def _by_model(self) -> Mapping[type[WorkspaceRow], Object]:
        return {each.model: each for each in self if not each.is_custom}

    @cached_property
    def _related(self) -> Mapping[str, Mapping[str, Related]]:
        found: dict[str, dict[str, Related]] = {plural: {} for plural in self.objects}
        for child in self:
            for each in child.fields.values():
                target = each.target or each.among
                if target and each.related_name:
                    taken = found[target].get(each.related_name)
                    name = f"{child.plural}-{each.name}" if taken and each.custom else each.related_name
                    found[target][name] = Related(name, child.plural, each.name)
                elif each.type.key == "references" and not target:
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
    _kept.clear()


def keep_custom_in(model: type[WorkspaceRow]) -> None:
    """Name the model whose rows are the records of every custom object; called while apps load."""
    _keeper.append(model)


def custom_base() -> Object:
    """What every object of a workspace's own is before anything was added to it."""
    return _made(_keeper[-1], Description(plural="custom", custom=True))


def unlisted(model: type[WorkspaceRow], described: Description) -> Object:
    """An object that no workspace lists: its rows belong to records and are told with them."""
    return _made(model, described)


@cache
def standard() -> Schema:
    """The objects that ship with the product; references point to objects that exist."""
    objects = (of_description(_made(model, described)) for model, described in _described.items())
    made = Schema({each.plural: each for each in objects})
    settle(made)
    return made


def _made(model: type[WorkspaceRow], described: Description) -> Object:
    """The object with its references aimed at plural names; a reference to what is no object is left out."""
    found = object_of(model, described)
    plurals = {each._meta.label_lower: known.plural for each, known in _described.items()}
    aimed = {
        name: replace(each, target=plurals.get(each.target)) if each.target else each
        for name, each in found.fields.items()
    }
    kept = {name: each for name, each in aimed.items() if each.type.key != "reference" or each.target}
    return replace(found, fields=kept)


def of(workspace_id: UUID) -> Schema:
    """The schema of a workspace as the open transaction sees it; outside of every transaction, as it is now.

    Entering the workspace has told its version, so that nothing is asked while nobody changes objects or fields.
    """
    version = version_of(workspace_id)
    if version == 0:
        return standard()
    known = _kept.get((workspace_id, version)) if version else None
    return known or _read(workspace_id)


def _read(workspace_id: UUID) -> Schema:
    if not connection.in_atomic_block:
        with inside(workspace_id):
            return _read(workspace_id)
    defined = definitions.read(workspace_id)
    if defined is None:
        return standard()
    note_version(workspace_id, defined.version)
    if not defined.are_any:
        return _kept.put((workspace_id, defined.version), standard())
    return _kept.put((workspace_id, defined.version), _whole(defined))


def _whole(defined: definitions.Definitions) -> Schema:
    objects = tailored(standard().objects, defined, partial(_made, _keeper[-1]))
    made = Schema(presented(objects, defined))
    return replace(made, broken=settle(made))


def supposing(workspace_id: UUID, row: WorkspaceRow) -> Schema:
    """The schema as it would be if a definition were saved as it stands."""
    defined = definitions.read(workspace_id) or definitions.Definitions(0, (), ())
    return _whole(definitions.with_row(defined, row))


_kept: Kept[Schema] = Kept(MOST_KEPT)
