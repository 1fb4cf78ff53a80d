"""SQL that holds records to their workspace and their people: foreign keys that are asked once for each statement.

PostgreSQL asks a foreign key once for each row, five microseconds each, and a record has five that nearly all rows of
an import share: its workspace, owner, team, and who made and changed it. Here a statement asks once for each different
one, and holds it with the same lock, so that nobody deletes it meanwhile. Whoever deletes a workspace, team or person
is asked at the end of the transaction whether a record still names it, as a deferred foreign key asks.
"""

from __future__ import annotations

from django.db.migrations.operations import RunSQL

COLUMNS = {
    "workspace_id": "workspaces_workspace", "owner_id": "identity_person", "team_id": "identity_team",
    "created_by_id": "identity_person", "updated_by_id": "identity_person",
}  # fmt: skip
PARENTS = tuple(dict.fromkeys(COLUMNS.values()))


def _held(column: str, parent: str) -> str:
    return f"""
        IF one.{column} IS NOT NULL THEN
            PERFORM FROM {parent} WHERE id = one.{column} FOR KEY SHARE;
            IF NOT FOUND THEN
                RAISE foreign_key_violation USING
                    MESSAGE = format('%s.{column} names %s, which is not there', TG_TABLE_NAME, one.{column}),
                    CONSTRAINT = TG_TABLE_NAME || '_{column}_fk', TABLE = TG_TABLE_NAME, COLUMN = '{column}';
            END IF;
        END IF;"""


CHILD = f"""
CREATE FUNCTION identity_must_belong() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT DISTINCT {", ".join(COLUMNS)} FROM new_rows LOOP
        {"".join(_held(*each) for each in COLUMNS.items())}
    END LOOP;
    RETURN NULL;
END $$;
"""

PARENT = """
CREATE FUNCTION identity_must_be_free() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    child regclass; named text; bound boolean;
BEGIN
    FOR child IN SELECT tgrelid FROM pg_trigger WHERE tgname = 'belong_insert' AND NOT tgisinternal LOOP
        FOREACH named IN ARRAY TG_ARGV LOOP
            EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE %I = $1)', child, named) INTO bound USING OLD.id;
            IF bound THEN
                RAISE foreign_key_violation USING
                    MESSAGE = format('%s.%s still names %s', child, named, OLD.id),
                    CONSTRAINT = child || '_' || named || '_fk', TABLE = child::text, COLUMN = named;
            END IF;
        END LOOP;
    END LOOP;
    RETURN NULL;
END $$;
"""


def _free(parent: str) -> str:
    named = ", ".join(f"'{column}'" for column, referred in COLUMNS.items() if referred == parent)
    return f"""
    CREATE CONSTRAINT TRIGGER must_be_free AFTER DELETE ON {parent} DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION identity_must_be_free({named});
    """


def parents() -> RunSQL:
    """Let nobody delete a workspace, a team or a person that a record names."""
    drops = "".join(f"DROP TRIGGER must_be_free ON {parent};" for parent in PARENTS)
    functions = "DROP FUNCTION identity_must_belong(); DROP FUNCTION identity_must_be_free();"
    return RunSQL(CHILD + PARENT + "".join(map(_free, PARENTS)), drops + functions)


def belonging(table: str) -> RunSQL:
    """Ask for each statement whether its rows' workspace, owner, team and people are there, instead of for each row."""
    named = ", ".join(f"'{column}'" for column in COLUMNS)
    again = "".join(
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_fk FOREIGN KEY ({column}) REFERENCES {parent} (id)"
        " DEFERRABLE INITIALLY DEFERRED;"
        for column, parent in COLUMNS.items()
    )
    return RunSQL(
        f"""
        CREATE TRIGGER belong_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION identity_must_belong();
        CREATE TRIGGER belong_update AFTER UPDATE ON {table} REFERENCING NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION identity_must_belong();
        DO $$ DECLARE one name; BEGIN
            FOR one IN SELECT c.conname FROM pg_constraint c JOIN pg_attribute a
                ON a.attrelid = c.conrelid AND c.conkey = ARRAY[a.attnum]
                WHERE c.conrelid = '{table}'::regclass AND c.contype = 'f' AND a.attname IN ({named})
            LOOP
                EXECUTE format('ALTER TABLE {table} DROP CONSTRAINT %I', one);
            END LOOP;
        END $$;
        """,
        f"DROP TRIGGER belong_insert ON {table}; DROP TRIGGER belong_update ON {table}; {again}",
    )
