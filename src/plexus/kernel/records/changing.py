"""The one door for writes: a transaction, a cause, the policy, a version, and refusals instead of database errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.db import IntegrityError, transaction

from plexus.kernel.access.filtering import permitted
from plexus.kernel.access.rights import Level, Verb, level
from plexus.kernel.expressions.functions.function import Moment
from plexus.kernel.identity.actor import Actor
from plexus.kernel.journal.causing import causing
from plexus.kernel.records.clock import moment_of, today_of
from plexus.kernel.records.fetching import missing
from plexus.kernel.records.indexing import custom, following
from plexus.kernel.records.models import Record
from plexus.kernel.records.preparing import assigning, defaulting, drafting, normalising, numbering, ruling
from plexus.kernel.records.refusals import Conflict, Invalid, NotAllowed, Taken
from plexus.kernel.schema import registry
from plexus.kernel.schema.field_types.number import NOT_A_CURRENCY
from plexus.kernel.schema.models import FieldRule
from plexus.kernel.schema.object import Object
from plexus.kernel.values.collation import sort_key
from plexus.kernel.values.money import currencies
from plexus.kernel.values.refusals import FieldError
from plexus.kernel.values.refusals import gettext_noop as _
from plexus.kernel.workspaces.models import WorkspaceRow

NO_SUBJECT = _("Nothing can be bound to records of “%(name)s”. Name a customer, a deal or another such record.")


def create(
    *,
    actor: Actor,
    about: Object,
    values: Mapping[str, Any],
    now: datetime,
    action: str = "",
    key: UUID | None = None,
) -> WorkspaceRow:
    """A new record from values by field name; raises `NotAllowed`, `Invalid` or `Taken`, and then nothing is kept.

    With a `key` it is made once: whoever comes second under the same is refused with `Taken`.
    """
    if level(actor, about, Verb.CREATE) is Level.NONE:
        raise NotAllowed
    with causing(actor=actor, action=action or f"{about.plural}.create"):
        moment = moment_of(actor, now)
        fits, unfit = assigning.fitting(actor, about, values)
        unread = frozenset(each.field for each in unfit)
        given = frozenset(values) - unread
        row, changed = drafted(actor, about, fits, given, now)
        row.pk = key or row.pk
        defaulted = defaulting.fill(actor, about, [row], {row.pk: given}, moment)[row.pk]
        errors = finished(actor, about, row, changed | defaulted, given, now, whole=not unfit)
        errors += ruling.broken(actor, about, [row], moment, unread=unread).get(row.pk, ())
        _refuse(unfit, errors)
        numbering.number(about, [row])
        _insert(about, row)
        _must_be_permitted(actor, about, row, Verb.CREATE)
        _see_to(actor, row)
    return row


def drafted(
    actor: Actor, about: Object, parsed: assigning.Values, given: frozenset[str], now: datetime
) -> tuple[WorkspaceRow, frozenset[str]]:
    """A new row in memory with its fixed defaults and parsed values, and the names of what was set. Nothing is asked.

    What expressions give to it, `defaulting.fill` adds.
    """
    row = drafting.blank(about, actor.workspace_id)
    assigning.with_defaults(about, row, given, today=today_of(actor, now))
    return row, assigning.assign(about, row, parsed)


def finished(
    actor: Actor,
    about: Object,
    row: WorkspaceRow,
    changed: frozenset[str],
    given: frozenset[str],
    now: datetime,
    *,
    whole: bool = True,
) -> list[FieldError]:
    """Give a drafted row its owner, derived values and stamp; what contradicts the rules."""
    _own(actor, about, row, given)
    stamp(actor, row, now, created=True)
    return settled(actor, about, row, changed, today=today_of(actor, now), whole=whole)


def update(
    *,
    actor: Actor,
    about: Object,
    record_id: UUID,
    values: Mapping[str, Any],
    now: datetime,
    version: int | None = None,
    action: str = "",
) -> WorkspaceRow:
    """Change some fields of a record; a `version` that is no longer current raises `Conflict` and nothing moves."""
    with changing(actor=actor, about=about, record_id=record_id, now=now, version=version, action=action) as row:
        fits, unfit = assigning.fitting(actor, about, values, row)
        changed = assigning.assign(about, row, fits)
        if unfit:
            unread = frozenset(each.field for each in unfit)
            _refuse(unfit, _faults(actor, about, row, changed, moment_of(actor, now), unread=unread))
    return cast("WorkspaceRow", row)


@contextmanager
def changing(
    *,
    actor: Actor,
    about: Object,
    record_id: UUID,
    now: datetime,
    version: int | None = None,
    action: str = "",
    verb: Verb = Verb.UPDATE,
) -> Iterator[Any]:
    """Lock a record that the actor may change, hand it over, and save what the block changed of it."""
    with causing(actor=actor, action=action or f"{about.plural}.{verb}"):
        row = locked(actor, about, record_id, verb)
        _expect(row, version)
        held = attributes(row)
        yield row
        changed = frozenset(name for name, value in attributes(row).items() if value != held[name])
        if changed:
            _refuse((), _faults(actor, about, row, changed, moment_of(actor, now), leaving=verb is Verb.DELETE))
        # What was set may have been settled back to what it was.
        if attributes(row) != held:
            _save(about, row, held, actor, now)
            _must_be_permitted(actor, about, row, Verb.READ)
            _see_to(actor, row)


def trash(*, actor: Actor, about: Object, record_id: UUID, now: datetime, version: int | None = None) -> WorkspaceRow:
    """Put a record into the trash, from where it can be restored."""
    with changing(
        actor=actor,
        about=about,
        record_id=record_id,
        now=now,
        version=version,
        verb=Verb.DELETE,
        action=f"{about.plural}.delete",
    ) as row:
        row.deleted_at = now
    return cast("WorkspaceRow", row)


def restore(
    *, actor: Actor, about: Object, record_id: UUID, now: datetime, version: int | None = None
) -> WorkspaceRow:  # fmt: skip
    """Take a record out of the trash."""
    with causing(actor=actor, action=f"{about.plural}.restore"):
        row = locked(actor, about, record_id, Verb.DELETE, trashed=True)
        _expect(row, version)
        held = attributes(row)
        row.deleted_at = None
        _save(about, row, held, actor, now)
        _see_to(actor, row)
    return row


def locked(actor: Actor, about: Object, record_id: UUID, verb: Verb, *, trashed: bool = False) -> WorkspaceRow:
    """The row, locked, when the actor may do this to it; `NotFound` when he may not even read it, whatever else."""
    readable, allowed = permitted(actor, about), permitted(actor, about, verb)
    rows = about.rows(actor.workspace_id).filter(readable, pk=record_id)
    rows = rows.exclude(deleted_at=None) if trashed else rows.filter(deleted_at=None)
    wanted = rows if allowed == readable else rows.filter(allowed)
    row = wanted.select_for_update(of=("self",)).first()
    if row is None:
        raise NotAllowed if wanted is not rows and rows.exists() else missing.why(actor, about, record_id)
    return row


def expect(*, actor: Actor, about: Object, record_id: UUID, version: int, verb: Verb) -> None:
    """Lock a record, in the trash or not; raises `Conflict` when another version is there than the actor has read.

    Of a record that he may not do this to nothing is told: what he does next is refused with the reason.
    """
    rows = about.rows(actor.workspace_id).filter(permitted(actor, about), permitted(actor, about, verb), pk=record_id)
    if row := rows.select_for_update(of=("self",)).first():
        _expect(row, version)


def _expect(row: WorkspaceRow, version: int | None) -> None:
    if version is not None and version != row.version:
        raise Conflict(yours=version, current=row.version)


def attributes(row: WorkspaceRow) -> dict[str, Any]:
    """The writable columns of a row as they are now; lists and documents are copied."""
    columns = (each for each in row._meta.concrete_fields if not each.generated)
    return {each.attname: _copied(getattr(row, each.attname)) for each in columns}


def _copied(value: Any) -> Any:
    if isinstance(value, list):
        return [_copied(each) for each in value]
    return {key: _copied(each) for key, each in value.items()} if isinstance(value, dict) else value


def _own(actor: Actor, about: Object, row: Any, given: frozenset[str]) -> None:
    """Whoever creates a record owns it unless it was given to somebody; the owner's team is its team."""
    if not about.has_owner:
        return
    if hasattr(row, "currency") and not row.currency:
        row.currency = actor.currency
    if "owner" not in given and row.owner_id is None:
        row.owner_id = actor.person_id
    if row.team_id is None and row.owner_id is not None:
        row.team_id = actor.team_id if row.owner_id == actor.person_id else row.owner.team_id


def _faults(
    actor: Actor,
    about: Object,
    row: Any,
    changed: frozenset[str],
    moment: Moment,
    *,
    leaving: bool = False,
    unread: frozenset[str] = frozenset(),
) -> list[FieldError]:
    """Make derived values agree; what breaks a rule. The workspace's own rules keep nothing from leaving."""
    errors = settled(actor, about, row, changed, today=moment.today, whole=not unread)
    if not leaving:
        errors += ruling.broken(actor, about, [row], moment, unread=unread).get(row.pk, ())
    return errors


def _refuse(unfit: Sequence[FieldError], errors: Sequence[FieldError]) -> None:
    """Refuse everything in one answer: what did not fit, and what is wrong with the rest."""
    unread = {each.field for each in unfit}
    if found := [*unfit, *(each for each in errors if each.field not in unread)]:
        raise Invalid(fields=found)


def settled(
    actor: Actor, about: Object, row: Any, changed: frozenset[str], *, today: date, whole: bool = True
) -> list[FieldError]:
    """Make derived values agree with the columns that changed; gives what contradicts the rules.

    What fields say together is not judged unless the row is `whole`: one that did not fit would be missed there.
    """
    changed |= normalising.keep(actor, about, row, changed)
    if "owner_id" in changed and "team_id" not in changed and row.owner_id:
        row.team_id = row.owner.team_id
    errors: list[FieldError] = []
    if isinstance(row, Record):
        row.settle(changed, today=today)
        if about.title.sort_column:
            row.sort_key = sort_key(getattr(row, about.title.column) or "")
    if getattr(row, "currency", "") and row.currency not in currencies():
        errors.append(FieldError("currency", "not_a_currency", NOT_A_CURRENCY, {"value": row.currency}))
    if whole and about.described.unsound:
        errors += about.described.unsound(actor, row, changed)
    errors += _bound_to_nothing(actor, about, row, changed)
    return [*errors, *(row.faults() if whole else ()), *assigning.missing(about, row)]


def _bound_to_nothing(actor: Actor, about: Object, row: Any, changed: frozenset[str]) -> Iterator[FieldError]:
    """What is bound to records follows their rights, so it is bound to such only as can have it."""
    name = about.described.about if about.described.bound else None
    if name is None or about.fields[name].column not in changed:
        return
    known = registry.of(actor.workspace_id).objects
    for plural in dict.fromkeys(each["object"] for each in getattr(row, about.fields[name].column)):
        if plural not in known or not known[plural].is_subject:
            yield FieldError(name, "no_subject", NO_SUBJECT, {"name": plural})


def stamp(actor: Actor, row: WorkspaceRow, now: datetime, *, created: bool = False) -> None:
    """Note who changed a row and when."""
    row.updated_at, row.updated_by_id = now, actor.person_id
    if created:
        row.created_at, row.created_by_id = now, actor.person_id


def _insert(about: Object, row: WorkspaceRow) -> None:
    with refusing_duplicates(about):
        row.save(force_insert=True)


def _save(about: Object, row: WorkspaceRow, held: Mapping[str, Any], actor: Actor, now: datetime) -> None:
    """Save the columns that differ, and the version with them."""
    row.version += 1
    stamp(actor, row, now)
    names = {each.attname: each.name for each in row._meta.concrete_fields}
    different = [names[attribute] for attribute, value in held.items() if getattr(row, attribute) != value]
    with refusing_duplicates(about):
        row.save(force_update=True, update_fields=different)


def _see_to(actor: Actor, row: WorkspaceRow) -> None:
    """What follows from a row, whichever door it came by."""
    if isinstance(row, FieldRule):
        following.see_to_indexes(actor, [row])


def _must_be_permitted(actor: Actor, about: Object, row: WorkspaceRow, verb: Verb) -> None:
    """Refuse to make or leave a record that the actor's own rights would not reach."""
    allowed = level(actor, about, verb)
    if allowed is Level.ALL and not about.is_led:
        return
    if not about.rows(actor.workspace_id).filter(permitted(actor, about, verb), pk=row.pk).exists():
        raise NotAllowed


@contextmanager
def refusing_duplicates(about: Object | None = None) -> Iterator[None]:
    """Turn the database's constraint errors into refusals that name the field."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise refusal_of(error, about) from error


def _needed(diagnosis: Any) -> str:
    """The field whose column must not be empty."""
    about = next((each for each in registry.standard() if each.table == diagnosis.table_name), None)
    fields = about.fields.values() if about else ()
    return next((each.name for each in fields if diagnosis.column_name in each.columns), "")


def refusal_of(error: IntegrityError, where: Object | None = None) -> Taken | Invalid:
    """What a broken constraint says in words: its name ends in the field it speaks of, or is a custom field's own."""
    diagnosis = getattr(error.__cause__, "diag", None)
    constraint = (diagnosis.constraint_name if diagnosis else "") or ""
    about = next((each for each in registry.standard() if constraint.startswith(each.table)), None)
    named = constraint.removeprefix(f"{about.table}_") if about else ""
    field = named if about and named in about.fields else custom.field_of(where, constraint) if where else ""
    if getattr(error.__cause__, "sqlstate", "") == "23502":
        return Invalid(fields=[FieldError(_needed(diagnosis), "required", assigning.REQUIRED)])
    if getattr(error.__cause__, "sqlstate", "") == "23505":
        return Taken(fields=[FieldError(field, "taken", Taken.message)])
    return Invalid(fields=[FieldError(field, *_broken(about, constraint))])


def _broken(about: Object | None, constraint: str) -> tuple[str, str]:
    """The code and the sentence of a constraint: its own, if the model gives it any."""
    made = about.model._meta.constraints if about else ()
    own = next((each for each in made if each.name == constraint and each.violation_error_code), None)
    if own is not None:
        return str(own.violation_error_code), str(own.violation_error_message)
    return "constraint", assigning.NO_RECORD if "fk" in constraint else Invalid.message
