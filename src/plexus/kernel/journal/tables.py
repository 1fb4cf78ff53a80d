"""SQL of the journal: the partitioned table and the statement-level triggers that write it."""

from __future__ import annotations

from django.db.migrations.operations import RunSQL

CHANGE_TABLE = """
CREATE TABLE journal_change (
    id bigint GENERATED ALWAYS AS IDENTITY,
    workspace_id uuid NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    txid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    cause_id uuid,
    object text NOT NULL,
    record_id uuid NOT NULL,
    op "char" NOT NULL,
    before jsonb,
    after jsonb,
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE INDEX journal_change_record ON journal_change (workspace_id, record_id, id);
CREATE INDEX journal_change_cause ON journal_change (workspace_id, cause_id, id);
CREATE TABLE journal_change_rest PARTITION OF journal_change DEFAULT;
"""

PARTITIONS = """
CREATE FUNCTION journal_ensure_partitions(first date, months int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE start date := date_trunc('month', first); made int := 0; partition text;
BEGIN
    FOR step IN 0..months - 1 LOOP
        partition := 'journal_change_' || to_char(start, 'YYYYMM');
        IF to_regclass(partition) IS NULL THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF journal_change FOR VALUES FROM (%L) TO (%L)',
                partition, start, start + interval '1 month');
            made := made + 1;
        END IF;
        start := start + interval '1 month';
    END LOOP;
    RETURN made;
END $$;
SELECT journal_ensure_partitions(current_date, 13);
"""

WRITERS = """
CREATE FUNCTION journal_write_insert() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO journal_change (workspace_id, cause_id, object, record_id, op, after)
    SELECT n.workspace_id, plexus_cause(), TG_ARGV[0], n.id, 'I', jsonb_strip_nulls(to_jsonb(n)) - 'workspace_id'
    FROM new_rows n;
    RETURN NULL;
END $$;

CREATE FUNCTION journal_write_update() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO journal_change (workspace_id, cause_id, object, record_id, op, before, after)
    SELECT n.workspace_id, plexus_cause(), TG_ARGV[0], n.id, 'U', d.before, d.after
    FROM new_rows n JOIN old_rows o ON o.id = n.id
    CROSS JOIN LATERAL (
        SELECT jsonb_object_agg(a.key, to_jsonb(o) -> a.key) AS before, jsonb_object_agg(a.key, a.value) AS after
        FROM jsonb_each(to_jsonb(n)) a WHERE a.value IS DISTINCT FROM to_jsonb(o) -> a.key
    ) d
    WHERE d.after IS NOT NULL;
    RETURN NULL;
END $$;

CREATE FUNCTION journal_write_delete() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO journal_change (workspace_id, cause_id, object, record_id, op, before)
    SELECT o.workspace_id, plexus_cause(), TG_ARGV[0], o.id, 'D', jsonb_strip_nulls(to_jsonb(o)) - 'workspace_id'
    FROM old_rows o;
    RETURN NULL;
END $$;
"""


def journaled(table: str, *, object: str) -> RunSQL:
    """Write every insert, update and delete of a table to the journal as changes of an object."""
    return RunSQL(
        f"""
        CREATE TRIGGER journal_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION journal_write_insert('{object}');
        CREATE TRIGGER journal_update AFTER UPDATE ON {table} REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION journal_write_update('{object}');
        CREATE TRIGGER journal_delete AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows
            FOR EACH STATEMENT EXECUTE FUNCTION journal_write_delete('{object}');
        """,
        "".join(f"DROP TRIGGER journal_{event} ON {table};" for event in ("insert", "update", "delete")),
    )
