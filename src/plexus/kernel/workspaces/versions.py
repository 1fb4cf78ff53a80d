"""SQL by which every process learns of new objects and fields: a version that rises with each change of them.

A version is never given twice, not even after a rollback, so whoever keeps a schema by it keeps the right one.
"""

from __future__ import annotations

from django.db.migrations.operations import RunSQL

SEQUENCE = "CREATE SEQUENCE workspaces_schema_version"

# Tells the version with the scope, so that freshness costs no statement of its own.
ENTER = """
CREATE FUNCTION plexus_enter(workspace text, person text) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('plexus.workspace', workspace, true), set_config('plexus.person', person, true);
    RETURN coalesce((SELECT w.schema_version FROM workspaces_workspace w WHERE w.id = workspace::uuid), 0);
END $$;
"""

RAISE = """
CREATE FUNCTION plexus_raise_schema_version() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE raised bigint;
BEGIN
    UPDATE workspaces_workspace w SET schema_version = nextval('workspaces_schema_version')
    FROM (SELECT DISTINCT workspace_id FROM touched) t WHERE w.id = t.workspace_id
    RETURNING w.schema_version INTO raised;
    PERFORM set_config('plexus.schema', coalesce(raised, 0)::text, true);
    RETURN NULL;
END $$;
"""


def shaping(table: str) -> RunSQL:
    """Raise the schema version of a workspace with every change of its rows in a table."""
    return RunSQL(
        f"""
        CREATE TRIGGER shape_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS touched
            FOR EACH STATEMENT EXECUTE FUNCTION plexus_raise_schema_version();
        CREATE TRIGGER shape_update AFTER UPDATE ON {table} REFERENCING NEW TABLE AS touched
            FOR EACH STATEMENT EXECUTE FUNCTION plexus_raise_schema_version();
        CREATE TRIGGER shape_delete AFTER DELETE ON {table} REFERENCING OLD TABLE AS touched
            FOR EACH STATEMENT EXECUTE FUNCTION plexus_raise_schema_version();
        """,
        "".join(f"DROP TRIGGER shape_{event} ON {table};" for event in ("insert", "update", "delete")),
    )
