"""SQL that keeps the search index true to a table, whichever way its rows are written."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.migrations.operations import RunSQL

COLUMNS = "record_id, workspace_id, object, title, owner_id, team_id, beside_id, weight, tokens, keys"
AGAIN = ", ".join(f"{each} = excluded.{each}" for each in COLUMNS.split(", ")[3:])


@dataclass(frozen=True)
class Indexed:
    """What of a table is found: columns by name; `beside` refers to a record whose words may stand beside its own.

    With `custom` the custom fields whose values name a record, such as serial numbers, are among its keys.
    """

    table: str
    object: str
    title: str
    searched: tuple[str, ...]
    keys: tuple[str, ...] = ()
    beside: str | None = None
    owned: bool = True
    weight: int = 5
    custom: bool = False

    @property
    def _watched(self) -> tuple[str, ...]:
        more: tuple[str, ...] = ("owner_id", "team_id") if self.owned else ()
        beside = (self.beside,) if self.beside else ()
        more += ("custom",) if self.custom else ()
        return tuple(dict.fromkeys((self.title, *self.searched, *self.keys, "deleted_at", *more, *beside)))

    def _entries(self) -> str:
        """The entries of rows `n`."""
        mark = "right(n.workspace_id::text, 4)"
        tokens = " || ".join(f"search_tokens(coalesce(n.{each}, ''), {mark})" for each in self.searched)
        named = f"'{self.object}'" if self.object else "n.object"
        known = [f"nullif(search_key(n.{each}), '')" for each in self.keys]
        known += [f"search_custom_keys(n.workspace_id, {named}, n.custom)"] if self.custom else []
        keys = ", ".join(known) or "NULL"
        owner, team = ("n.owner_id", "n.team_id") if self.owned else ("NULL::uuid", "NULL::uuid")
        beside = f"n.{self.beside}" if self.beside else "NULL::uuid"
        return (
            f"SELECT n.id, n.workspace_id, {named}, left(n.{self.title}, 300), {owner}, {team}, {beside},"
            f" {self.weight}, {tokens}, left(concat_ws(' ', {keys}), 2000)"
        )

    @property
    def _insert(self) -> str:
        return f"INSERT INTO search_entry ({COLUMNS}) {self._entries()}"

    def functions(self) -> str:
        """What the triggers call."""
        changed = " OR ".join(f"n.{each} IS DISTINCT FROM o.{each}" for each in self._watched)
        insert = self._insert
        return f"""
        {_function(f"search_insert_{self.table}", f"{insert} FROM new_rows n WHERE n.deleted_at IS NULL;")}
        {
            _function(
                f"search_update_{self.table}",
                f'''
            DELETE FROM search_entry e USING new_rows n, old_rows o
            WHERE e.record_id = n.id AND n.id = o.id AND n.deleted_at IS NOT NULL AND o.deleted_at IS NULL;
            {insert} FROM new_rows n JOIN old_rows o ON o.id = n.id WHERE n.deleted_at IS NULL AND ({changed})
            ON CONFLICT (record_id) DO UPDATE SET {AGAIN}, updated_at = now();
        ''',
            )
        }
        """

    def sql(self) -> str:
        """The functions, the triggers, and the entries of the rows that are there already."""
        return f"""
        {self.functions()}
        CREATE TRIGGER search_insert AFTER INSERT ON {self.table} REFERENCING NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION search_insert_{self.table}();
        CREATE TRIGGER search_update AFTER UPDATE ON {
            self.table
        } REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION search_update_{self.table}();
        CREATE TRIGGER search_delete AFTER DELETE ON {self.table} REFERENCING OLD TABLE AS old_rows
            FOR EACH STATEMENT EXECUTE FUNCTION search_delete();
        {self._insert} FROM {self.table} n WHERE n.deleted_at IS NULL;
        """

    def again_sql(self) -> str:
        """The functions in the place of those that are there, and the entries anew."""
        return f"""
        {self.functions().replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")}
        {self._insert} FROM {self.table} n WHERE n.deleted_at IS NULL
        ON CONFLICT (record_id) DO UPDATE SET {AGAIN}, updated_at = now();
        """

    def reverse_sql(self) -> str:
        """Take the triggers, their functions and the entries away."""
        triggers = "".join(f"DROP TRIGGER search_{event} ON {self.table};" for event in ("insert", "update", "delete"))
        functions = "".join(f"DROP FUNCTION search_{event}_{self.table}();" for event in ("insert", "update"))
        return f"{triggers}{functions} DELETE FROM search_entry WHERE record_id IN (SELECT id FROM {self.table});"


INDEXED: dict[str, Indexed] = {}


def indexed(  # noqa: PLR0913 - reads like the description that it agrees with
    table: str,
    *,
    title: str,
    searched: tuple[str, ...],
    object: str = "",
    keys: tuple[str, ...] = (),
    beside: str | None = None,
    owned: bool = True,
    weight: int = 5,
) -> RunSQL:
    """Make a table's rows findable; the arguments agree with the object's description, lighter objects come first.

    Without an object each row says by its column `object` which one it belongs to.
    """
    made = Indexed(table, object, title, searched, keys, beside, owned, weight)
    INDEXED[table] = made
    return RunSQL(made.sql(), made.reverse_sql())


def _function(name: str, body: str) -> str:
    return f"""
    CREATE FUNCTION {name}() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN
        {body}
        RETURN NULL;
    END $$;
    """


DELETION = _function("search_delete", "DELETE FROM search_entry e USING old_rows o WHERE e.record_id = o.id;")

# The values of custom fields by which people know a record: what they type of it into the search box.
CUSTOM_KEYS = """
CREATE FUNCTION search_custom_keys(wanted uuid, plural text, held jsonb) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT string_agg(search_key(left(held ->> d.name, 100)), ' ' ORDER BY d.position, d.name)
    FROM schema_fielddefinition d
    WHERE d.workspace_id = wanted AND d.object = plural AND held ? d.name
    AND d.type IN ('text', 'email', 'phone', 'url', 'auto_number') AND d.retired_at IS NULL AND d.deleted_at IS NULL
$$;
"""

# The keys of some records anew, once their fields are others; how many were not as they should be.
REFRESHING = """
CREATE FUNCTION search_refresh(ids uuid[]) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH known AS (
        SELECT n.id, left(coalesce(search_custom_keys(n.workspace_id, n.object, n.custom), ''), 2000) AS keys
        FROM records_custom n WHERE n.workspace_id = plexus_workspace() AND n.id = ANY(ids) AND n.deleted_at IS NULL
    ), renewed AS (
        UPDATE search_entry e SET keys = k.keys, updated_at = now()
        FROM known k WHERE e.record_id = k.id AND e.keys <> k.keys RETURNING 1
    )
    SELECT count(*) FROM renewed
$$;
"""


def indexed_again(made: Indexed) -> RunSQL:
    """Let a table's rows be found by more than before."""
    INDEXED[made.table] = made
    return RunSQL(made.again_sql(), RunSQL.noop)
