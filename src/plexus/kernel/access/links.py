"""SQL that keeps the link table true to the reference lists of a table."""

from __future__ import annotations

from django.db.migrations.operations import RunSQL

WRITERS = """
CREATE FUNCTION access_write_links() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM access_link l USING new_rows n, old_rows o
        WHERE n.id = o.id AND l.workspace_id = n.workspace_id AND l.source_id = n.id
        AND (n.related IS DISTINCT FROM o.related
            OR to_jsonb(n) -> TG_ARGV[1] IS DISTINCT FROM to_jsonb(o) -> TG_ARGV[1]);
        INSERT INTO access_link (workspace_id, source_object, source_id, target_object, target_id, at)
        SELECT n.workspace_id, TG_ARGV[0], n.id, r ->> 'object', (r ->> 'id')::uuid,
            coalesce((to_jsonb(n) ->> TG_ARGV[1])::timestamptz, n.created_at)
        FROM new_rows n JOIN old_rows o ON o.id = n.id CROSS JOIN jsonb_array_elements(n.related) r
        WHERE n.related IS DISTINCT FROM o.related
            OR to_jsonb(n) -> TG_ARGV[1] IS DISTINCT FROM to_jsonb(o) -> TG_ARGV[1];
    ELSE
        INSERT INTO access_link (workspace_id, source_object, source_id, target_object, target_id, at)
        SELECT n.workspace_id, TG_ARGV[0], n.id, r ->> 'object', (r ->> 'id')::uuid,
            coalesce((to_jsonb(n) ->> TG_ARGV[1])::timestamptz, n.created_at)
        FROM new_rows n CROSS JOIN jsonb_array_elements(n.related) r;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION access_remove_links() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM access_link l USING old_rows o WHERE l.workspace_id = o.workspace_id AND l.source_id = o.id;
    RETURN NULL;
END $$;
"""


def linked(table: str, *, object: str, at: str) -> RunSQL:
    """Keep links from each row of a table to what its `related` list names, at the moment of a column."""
    arguments = f"'{object}', '{at}'"
    return RunSQL(
        f"""
        CREATE TRIGGER link_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION access_write_links({arguments});
        CREATE TRIGGER link_update AFTER UPDATE ON {table} REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION access_write_links({arguments});
        CREATE TRIGGER link_delete AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows
            FOR EACH STATEMENT EXECUTE FUNCTION access_remove_links();
        """,
        "".join(f"DROP TRIGGER link_{event} ON {table};" for event in ("insert", "update", "delete")),
    )
