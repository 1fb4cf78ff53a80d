"""SQL of the journal's writers for statements that write many rows: the same documents, by a statement for the table.

`to_jsonb` finds out anew for each row which columns there are and how each is written. From twenty rows on it is
cheaper to ask once, and to let PostgreSQL plan a statement that names the columns as they are at that moment.
Tables whose triggers name no object have a column that does.
"""

from __future__ import annotations

MANY = 20

COLUMNS = """
CREATE FUNCTION journal_columns(of regclass) RETURNS name[] LANGUAGE sql STABLE AS $$
    SELECT array_agg(attname ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = of AND attnum > 0 AND NOT attisdropped
$$;

-- JSON of some columns of a row: 'name': n.name, ...
CREATE FUNCTION journal_members(columns name[], of text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT string_agg(format('%1$L: %2$s.%1$I', each, of), ', ') FROM unnest(columns) each
$$;
"""


def _whole(event: str, op: str, rows: str, document: str) -> str:
    """The writer of rows that came or went: the whole row is the document."""
    return f"""
CREATE OR REPLACE FUNCTION journal_write_{event}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF (SELECT count(*) FROM (SELECT FROM {rows} LIMIT {MANY}) few) < {MANY} THEN
        INSERT INTO journal_change (workspace_id, cause_id, object, record_id, op, {document})
        SELECT r.workspace_id, plexus_cause(), coalesce(TG_ARGV[0], to_jsonb(r) ->> 'object'), r.id, '{op}',
            jsonb_strip_nulls(to_jsonb(r)) - 'workspace_id'
        FROM {rows} r;
        RETURN NULL;
    END IF;
    EXECUTE format(
        'INSERT INTO journal_change (workspace_id, cause_id, object, record_id, op, {document})
         SELECT r.workspace_id, $1, %s, r.id, ''{op}'', JSON_OBJECT(%s ABSENT ON NULL RETURNING jsonb) FROM {rows} r',
        coalesce(quote_literal(TG_ARGV[0]), 'r.object'),
        journal_members(array_remove(journal_columns(TG_RELID), 'workspace_id'), 'r')
    ) USING plexus_cause();
    RETURN NULL;
END $$;
"""


# Of many rows mostly the same columns change. They are found first; a row in which they all differ is written at once.
UPDATE = f"""
CREATE OR REPLACE FUNCTION journal_write_update() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    columns name[]; differ boolean[];
BEGIN
    IF (SELECT count(*) FROM (SELECT FROM new_rows LIMIT {MANY}) few) < {MANY} THEN
        INSERT INTO journal_change (workspace_id, cause_id, object, record_id, op, before, after)
        SELECT r.workspace_id, plexus_cause(), coalesce(TG_ARGV[0], r.became ->> 'object'), r.id, 'U', d.before, d.after
        FROM (
            SELECT n.workspace_id, n.id, to_jsonb(n) AS became, to_jsonb(o) AS was
            FROM new_rows n JOIN old_rows o ON o.id = n.id OFFSET 0  -- each row becomes a document once, not once a key
        ) r
        CROSS JOIN LATERAL (
            SELECT jsonb_object_agg(a.key, r.was -> a.key) AS before, jsonb_object_agg(a.key, a.value) AS after
            FROM jsonb_each(r.became) a WHERE a.value IS DISTINCT FROM r.was -> a.key
        ) d
        WHERE d.after IS NOT NULL;
        RETURN NULL;
    END IF;
    columns := journal_columns(TG_RELID);
    EXECUTE format(
        'SELECT ARRAY[%s] FROM new_rows n JOIN old_rows o ON o.id = n.id',
        (SELECT string_agg(format('bool_or(n.%1$I IS DISTINCT FROM o.%1$I)', each), ', ') FROM unnest(columns) each)
    ) INTO differ;
    columns := (SELECT array_agg(each) FROM unnest(columns, differ) c(each, differs) WHERE differs);
    IF columns IS NULL THEN
        RETURN NULL;
    END IF;
    EXECUTE format(
        'INSERT INTO journal_change (workspace_id, cause_id, object, record_id, op, before, after)
         SELECT r.workspace_id, $1, r.object, r.id, ''U'',
             CASE WHEN r.wholly THEN r.was ELSE (SELECT jsonb_object_agg(a.key, r.was -> a.key)
                 FROM jsonb_each(r.became) a WHERE a.value IS DISTINCT FROM r.was -> a.key) END,
             CASE WHEN r.wholly THEN r.became ELSE (SELECT jsonb_object_agg(a.key, a.value)
                 FROM jsonb_each(r.became) a WHERE a.value IS DISTINCT FROM r.was -> a.key) END
         FROM (
             SELECT n.workspace_id, n.id, %1$s AS object, %2$s AS wholly,
                 JSON_OBJECT(%3$s NULL ON NULL RETURNING jsonb) AS was,
                 JSON_OBJECT(%4$s NULL ON NULL RETURNING jsonb) AS became
             FROM new_rows n JOIN old_rows o ON o.id = n.id WHERE %5$s OFFSET 0
         ) r',
        coalesce(quote_literal(TG_ARGV[0]), 'n.object'),
        (SELECT string_agg(format('n.%1$I IS DISTINCT FROM o.%1$I', each), ' AND ') FROM unnest(columns) each),
        journal_members(columns, 'o'), journal_members(columns, 'n'),
        (SELECT string_agg(format('n.%1$I IS DISTINCT FROM o.%1$I', each), ' OR ') FROM unnest(columns) each)
    ) USING plexus_cause();
    RETURN NULL;
END $$;
"""

WRITERS_OF_MANY = (
    COLUMNS + _whole("insert", "I", "new_rows", "after") + UPDATE + _whole("delete", "D", "old_rows", "before")
)
