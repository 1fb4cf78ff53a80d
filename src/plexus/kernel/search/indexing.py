"""SQL that keeps the search index true to a table, whichever way its rows are written."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.migrations.operations import RunSQL

COLUMNS = "record_id, workspace_id, object, title, owner_id, team_id, beside_id, weight, tokens, keys, own"
AGAIN = ", ".join(f"{each} = excluded.{each}" for each in COLUMNS.split(", ")[3:])

# The values of custom fields by which people know a record: what they type of it into the search box. Each stands
# behind the mark of its field, so that whoever may not know the field does not find by it. The marks agree with
# `marks.py`, the types with `rights.NAMING`. Written out where it is used: a call for each row takes ten times as long.
OWN = """left(coalesce((
    SELECT string_agg(
        search_mark(d.object, d.name) || search_key(search_fold(left(n.custom ->> d.name, 100))), ''
        ORDER BY d.position, d.name
    )
    FROM schema_fielddefinition d
    WHERE d.workspace_id = n.workspace_id AND d.object = {object} AND n.custom ? d.name
    AND d.type IN ('text', 'email', 'phone', 'url', 'auto_number') AND d.retired_at IS NULL AND d.deleted_at IS NULL
), ''), 2000)"""
MARKING = """
CREATE OR REPLACE FUNCTION search_mark(plural text, field text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT chr(983040 + ('x' || left(hash, 4))::bit(16)::int % 65534)
        || chr(983040 + ('x' || substr(hash, 5, 4))::bit(16)::int % 65534)
    FROM md5(plural || '.' || field) hash
$$;
"""


@dataclass(frozen=True)
class Indexed:
    """What of a table is found: columns by name; `beside` refers to a record whose words may stand beside its own.

    With `custom` a record is found by the custom fields whose values may name it too, such as serial numbers.
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
        return tuple(dict.fromkeys((self.title, *self.searched, *self.keys, "deleted_at", *more, *beside)))

    def _entries(self) -> str:
        """The entries of rows `n`."""
        mark = "right(n.workspace_id::text, 4)"
        tokens = " || ".join(f"search_tokens(coalesce(n.{each}, ''), {mark})" for each in self.searched)
        keys = ", ".join(f"nullif(search_key(n.{each}), '')" for each in self.keys) or "NULL"
        owner, team = ("n.owner_id", "n.team_id") if self.owned else ("NULL::uuid", "NULL::uuid")
        beside = f"n.{self.beside}" if self.beside else "NULL::uuid"
        return (
            f"SELECT n.id, n.workspace_id, {self._named}, left(n.{self.title}, 300), {owner}, {team}, {beside},"
            f" {self.weight}, {tokens}, left(concat_ws(' ', {keys}), 2000), {self._own}"
        )

    @property
    def _named(self) -> str:
        return f"'{self.object}'" if self.object else "n.object"

    @property
    def _own(self) -> str:
        """What a row `n` is found by of its custom fields."""
        return f"CASE WHEN n.custom = '{{}}' THEN '' ELSE {OWN.format(object=self._named)} END" if self.custom else "''"

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
            {self._renewing("new_rows n JOIN old_rows o ON o.id = n.id", "n.custom IS DISTINCT FROM o.custom")}
        ''',
            )
        }
        {self._refreshing()}
        """

    def _renewing(self, rows: str, condition: str) -> str:
        """The statement that renews what some rows are found by of their custom fields, where it is another now."""
        if not self.custom:
            return ""
        return f"""
            WITH held AS MATERIALIZED (
                SELECT n.id, {self._own} AS own FROM {rows} WHERE n.deleted_at IS NULL AND {condition}
            )
            UPDATE search_entry e SET own = h.own, updated_at = now()
            FROM held h WHERE e.record_id = h.id AND e.own <> h.own;
        """

    def _refreshing(self) -> str:
        """What is called once the fields of some records are others; gives how many entries were not so before."""
        if not self.custom:
            return ""
        renewing = self._renewing(f"{self.table} n", "n.workspace_id = plexus_workspace() AND n.id = ANY(ids)")
        return f"""
        CREATE FUNCTION search_refresh_{self.table}(ids uuid[]) RETURNS bigint
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE
            renewed bigint;
        BEGIN
            {renewing}
            GET DIAGNOSTICS renewed = ROW_COUNT;
            RETURN renewed;
        END $$;
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
        """The functions in the place of those that are there, and the entries of rows with custom values anew.

        Of a table of one object only what those values are found by: the words of millions need not be read again.
        """
        anew = f"""
        {self._insert} FROM {self.table} n WHERE n.deleted_at IS NULL AND n.custom <> '{{}}'
        ON CONFLICT (record_id) DO UPDATE SET {AGAIN}, updated_at = now();
        """
        return f"""
        {self.functions().replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")}
        {self._renewing(f"{self.table} n", "n.custom <> '{}'") if self.object and self.custom else anew}
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


def indexed_again(made: Indexed) -> RunSQL:
    """Let a table's rows be found by more than before."""
    INDEXED[made.table] = made
    return RunSQL(made.again_sql(), RunSQL.noop)
