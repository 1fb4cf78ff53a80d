"""Row-level security as migration operations: no row crosses the wall between workspaces."""

from __future__ import annotations

from django.db.migrations.operations import RunSQL

from plexus.kernel.workspaces.role import APPLICATION_ROLE

FUNCTIONS = """
CREATE FUNCTION plexus_workspace() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('plexus.workspace', true), '')::uuid $$;
CREATE FUNCTION plexus_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('plexus.person', true), '')::uuid $$;
CREATE FUNCTION plexus_cause() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('plexus.cause', true), '')::uuid $$;
"""


def isolated(table: str, *, key: str = "workspace_id") -> RunSQL:
    """Show the application role only those rows of a table that belong to the workspace in scope."""
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY workspace ON {table} TO {APPLICATION_ROLE}
            USING ({key} = (SELECT plexus_workspace())) WITH CHECK ({key} = (SELECT plexus_workspace()));
        """,
        f"DROP POLICY workspace ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


def read_only(table: str) -> RunSQL:
    """Let the application role read a table and nothing else; what writes it runs as the owner."""
    return RunSQL(f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {table} FROM {APPLICATION_ROLE};", RunSQL.noop)
