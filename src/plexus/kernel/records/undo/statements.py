"""The SQL of undo: one statement for a chunk of records, generic over tables.

`net` is what a cause did to each column of each record, from the first `before` to the last `after`. A column that
holds neither any more was changed by somebody since (`theirs`), and holds back the columns that go with it; of a record
that the actor may not read any more (not `seen`) that is not told, it counts as refused. A column that goes with one
that goes back, and that only others changed since, goes back to what it was then (`beside`). Custom values count one by
one, but for a record that was removed for good: it comes back as a whole. A running number that a record got since it
came (`numbered`) is nobody's change. With each conflict comes what amounts and
currencies of its record were before, what they were made, and what they are (`sides`, `stands`).
"""

from __future__ import annotations

from typing import Any

from psycopg import sql

from plexus.kernel.records.undo import columns
from plexus.kernel.schema.object import Object

# Of what was written just now the planner knows nothing: it takes an act of thousands for one change, and would go
# through all that it did again for each of its records. So what is joined is hashed, with room for a chunk in memory;
# the records of a chunk are named wherever their table is read, for nothing leads from one to the next.
HASHED = "SELECT set_config('enable_nestloop', 'off', true), set_config('work_mem', '64MB', true)"
AS_BEFORE = """
SELECT set_config(name, reset_val, true) FROM pg_settings WHERE name IN ('enable_nestloop', 'work_mem')"""

NET = """
mine AS MATERIALIZED (
    SELECT c.record_id, c.id, c.op, c.before, c.after FROM journal_change c
    WHERE c.workspace_id = %(workspace)s AND c.cause_id = %(cause)s AND c.object = %(object)s
    AND c.record_id = ANY(%(ids)s::uuid[]) AND (%(change)s::bigint IS NULL OR c.id = %(change)s)
),
states AS MATERIALIZED (
    SELECT record_id, (array_agg(op ORDER BY id))[1] AS first, (array_agg(op ORDER BY id DESC))[1] AS last
    FROM mine GROUP BY record_id
),
parts AS (
    SELECT m.record_id, m.id, k AS name, coalesce(m.before -> k, 'null') AS before,
        coalesce(m.after -> k, 'null') AS after
    FROM mine m JOIN states s USING (record_id)
    CROSS JOIN LATERAL (
        SELECT jsonb_object_keys(coalesce(m.before, '{{}}') || coalesce(m.after, '{{}}'))
        UNION SELECT unnest(%(columns)s::text[]) WHERE m.op = 'I'
    ) keys (k)
    WHERE k = ANY(%(columns)s::text[]) AND (k <> 'custom' OR s.first = 'D' OR s.last = 'D')
    UNION ALL
    SELECT m.record_id, m.id, 'custom.' || k, coalesce(m.before -> 'custom' -> k, 'null'),
        coalesce(m.after -> 'custom' -> k, 'null')
    FROM mine m JOIN states s USING (record_id)
    CROSS JOIN LATERAL jsonb_object_keys(
        coalesce(m.before -> 'custom', '{{}}') || coalesce(m.after -> 'custom', '{{}}')
    ) k
    WHERE s.first <> 'D' AND s.last <> 'D' AND m.before -> 'custom' -> k IS DISTINCT FROM m.after -> 'custom' -> k
),
net AS MATERIALIZED (
    SELECT record_id, name, (array_agg(before ORDER BY id))[1] AS before,
        (array_agg(after ORDER BY id DESC))[1] AS after
    FROM parts GROUP BY record_id, name
)
"""

JUDGED = """
present AS MATERIALIZED (
    SELECT t.id, to_jsonb(t) AS doc FROM {table} t WHERE t.workspace_id = %(workspace)s AND t.id = ANY(%(ids)s::uuid[])
),
newest AS (
    SELECT record_id, max(id) AS id, (array_agg(after -> 'version' ORDER BY id DESC))[1] AS version
    FROM mine GROUP BY record_id
),
beside AS (
    SELECT DISTINCT n.record_id, other.key AS name, newest.id, p.doc -> other.key AS now
    FROM net n JOIN states s USING (record_id) JOIN newest USING (record_id) JOIN present p ON p.id = n.record_id
    JOIN jsonb_each_text(%(groups)s::jsonb) own ON own.key = n.name
    JOIN jsonb_each_text(%(groups)s::jsonb) other ON other.value = own.value AND other.key <> own.key
    WHERE s.first = 'U' AND s.last = 'U' AND p.doc -> 'version' <> newest.version
    AND n.before <> n.after AND p.doc -> n.name <> n.before AND NOT EXISTS (
        SELECT FROM net o WHERE o.record_id = n.record_id AND o.name = other.key AND o.before <> o.after
    )
),
known AS (
    SELECT record_id, name, before, after, false AS beside FROM net
    UNION ALL
    SELECT b.record_id, b.name, was.held, was.held, true FROM beside b CROSS JOIN LATERAL (
        SELECT coalesce((
            SELECT c.before -> b.name FROM journal_change c WHERE c.workspace_id = %(workspace)s
            AND c.object = %(object)s AND c.record_id = b.record_id AND c.id > b.id AND c.before ? b.name
            ORDER BY c.id LIMIT 1
        ), b.now) AS held
    ) was
    UNION ALL
    SELECT s.record_id, 'custom.' || k, 'null', 'null', false FROM states s JOIN present p ON p.id = s.record_id
    CROSS JOIN LATERAL jsonb_object_keys(p.doc -> 'custom') k
    WHERE s.first = 'I' AND k <> ALL(%(numbered)s::text[]) AND NOT EXISTS (
        SELECT FROM net n WHERE n.record_id = s.record_id AND n.name = 'custom.' || k
    )
),
judged AS (
    SELECT n.record_id, n.name, n.beside, s.first = 'I' AS came,
        CASE WHEN s.first = 'I' AND n.name = 'deleted_at' THEN to_jsonb(%(now)s::timestamptz)
            ELSE n.before END AS before,
        n.after,
        coalesce(
            CASE WHEN starts_with(n.name, 'custom.') THEN p.doc -> 'custom' -> substr(n.name, 8)
                ELSE p.doc -> n.name END,
            'null'
        ) AS now,
        CASE WHEN s.first = 'I' THEN '*' ELSE coalesce(%(groups)s::jsonb ->> n.name, n.name) END AS bound
    FROM known n JOIN states s USING (record_id) JOIN present p ON p.id = n.record_id
    WHERE s.last <> 'D' AND CASE WHEN s.first = 'I' THEN p.doc -> 'deleted_at' = 'null'
        ELSE n.beside OR n.before <> n.after END
),
standing AS MATERIALIZED (
    SELECT *, now <> after AND (came OR now <> before) AS theirs,
        (%(readable)s::uuid[] IS NULL OR record_id = ANY(%(readable)s::uuid[])) AND
        CASE WHEN name = 'deleted_at' THEN %(deletable)s::uuid[] IS NULL OR record_id = ANY(%(deletable)s::uuid[])
        ELSE came OR (
            (%(updatable)s::uuid[] IS NULL OR record_id = ANY(%(updatable)s::uuid[]))
            AND name <> ALL(%(blocked)s::text[])
        ) END AS permitted,
        %(readable)s::uuid[] IS NULL OR record_id = ANY(%(readable)s::uuid[]) AS seen
    FROM judged WHERE came OR now <> before
),
held AS MATERIALIZED (
    SELECT DISTINCT record_id, bound FROM standing
    WHERE theirs AND NOT (beside AND name = ANY(%(silent)s::text[]))
    AND NOT (%(force)s OR record_id || ':' || bound = ANY(%(resolve)s::text[]))
),
open AS MATERIALIZED (
    SELECT s.*, s.permitted AND s.seen AS allowed, h.record_id IS NOT NULL AS held
    FROM standing s LEFT JOIN held h USING (record_id, bound)
),
patches AS MATERIALIZED (
    SELECT record_id,
        coalesce(jsonb_object_agg(name, before) FILTER (WHERE NOT starts_with(name, 'custom.')), '{{}}') AS patch,
        coalesce(
            jsonb_object_agg(substr(name, 8), before) FILTER (WHERE starts_with(name, 'custom.')), '{{}}'
        ) AS custom
    FROM open WHERE NOT held AND allowed AND (NOT came OR name = 'deleted_at') GROUP BY record_id
),
put AS (
    UPDATE {table} t SET {assignments}, custom = (o.custom || p.custom) - ARRAY(
        SELECT e.key FROM jsonb_each(p.custom) e WHERE e.value = 'null'
    ), version = t.version + 1, updated_at = %(now)s, updated_by_id = %(person)s
    FROM patches p JOIN {table} o ON o.id = p.record_id CROSS JOIN LATERAL jsonb_populate_record(o, p.patch) r
    WHERE t.id = p.record_id AND t.workspace_id = %(workspace)s
    AND t.id = ANY(%(ids)s::uuid[]) AND o.id = ANY(%(ids)s::uuid[]) RETURNING t.id
),
contested AS MATERIALIZED (
    SELECT record_id, name, before, after, now, came FROM open
    WHERE theirs AND held AND seen AND name <> ALL(%(silent)s::text[]) ORDER BY record_id, name LIMIT %(most)s
),
worth AS (
    SELECT record_id, jsonb_object_agg(name, jsonb_build_array(before, after)) AS sides FROM (
        SELECT record_id, name, before, after FROM net
        UNION SELECT record_id, name, before, after FROM standing WHERE beside
    ) known WHERE name = ANY(%(money)s::text[]) AND record_id IN (SELECT record_id FROM contested)
    GROUP BY record_id
)
"""

REPORT = """
SELECT (SELECT count(*) FROM put),
    (SELECT count(*) FROM open WHERE theirs AND held AND seen AND name <> ALL(%(silent)s::text[])),
    (SELECT jsonb_agg(c)::text FROM (
        SELECT t.*, s.stands, coalesce(w.sides, '{{}}') AS sides FROM contested t
        CROSS JOIN LATERAL (
            SELECT jsonb_object_agg(m, p.doc -> m) AS stands
            FROM present p CROSS JOIN unnest(%(money)s::text[]) m WHERE p.id = t.record_id
        ) s
        LEFT JOIN worth w USING (record_id) ORDER BY t.record_id, t.name
    ) c),
    (SELECT count(DISTINCT record_id) FROM open WHERE NOT allowed AND NOT (held AND seen)
        AND (NOT came OR name = 'deleted_at')),
    (SELECT jsonb_agg(c)::text FROM (
        SELECT record_id, jsonb_agg(name) AS names FROM open
        WHERE NOT allowed AND NOT (held AND seen) AND (NOT came OR name = 'deleted_at') GROUP BY record_id
        ORDER BY record_id LIMIT %(most)s
    ) c),
    (SELECT jsonb_agg(s.record_id)::text FROM states s LEFT JOIN present p ON p.id = s.record_id
        WHERE p.id IS NULL AND s.last <> 'D')
"""

PUT_BACK = """
INSERT INTO {table} ({names})
SELECT {values} FROM (
    SELECT n.record_id,
        jsonb_object_agg(n.name, n.before) || jsonb_build_object('workspace_id', %(workspace)s::uuid) AS doc
    FROM net n JOIN states s USING (record_id) WHERE s.last = 'D' AND s.first <> 'I' GROUP BY n.record_id
) gone CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, gone.doc) r
WHERE NOT EXISTS (SELECT FROM {table} t WHERE t.id = gone.record_id)
"""

STAMPED = {
    "version": "r.version + 1",
    "updated_at": "%(now)s",
    "updated_by_id": "%(person)s",
    "custom": "coalesce(r.custom, '{{}}')",
}


def put_values_back(about: Object) -> sql.Composed:
    """Trash what came, and put back the values of what changed; reports counts, conflicts and refusals."""
    names = [each for each in columns.undoable(about.model) if each != "custom"]
    assignments = sql.SQL(", ").join(sql.SQL("{0} = r.{0}").format(sql.Identifier(each)) for each in names)
    judged = sql.SQL(JUDGED).format(table=sql.Identifier(about.table), assignments=assignments)
    return sql.SQL("WITH {}, {} {}").format(sql.SQL(NET).format(), judged, sql.SQL(REPORT).format())


def put_rows_back(about: Object) -> sql.Composed:
    """Insert what was removed for good, as it was."""
    names = columns.stored(about.model)
    return sql.SQL("WITH {} {}").format(
        sql.SQL(NET).format(),
        sql.SQL(PUT_BACK).format(
            table=sql.Identifier(about.table),
            names=sql.SQL(", ").join(map(sql.Identifier, names)),
            values=sql.SQL(", ").join(_value(each) for each in names),
        ),
    )


def _value(name: str) -> sql.Composable:
    return sql.SQL(STAMPED[name]).format() if name in STAMPED else sql.SQL("r.{}").format(sql.Identifier(name))


def lock(about: Object) -> sql.Composed:
    """Lock the records of a chunk in the order of their ids, so that two undos wait for each other."""
    return sql.SQL("SELECT t.id FROM {} t WHERE t.id = ANY(%(ids)s::uuid[]) ORDER BY t.id FOR UPDATE").format(
        sql.Identifier(about.table)
    )


Parameters = dict[str, Any]
