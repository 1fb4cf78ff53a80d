"""SQL of travelling: what changed since a moment and how it stood then, set by set."""

# What was touched since, taken back. Changes of one record come in the order of their ids, for each holds its row's
# lock; a transaction's moment is that of its beginning, so one that began earlier may have come later: it counts as
# later when it followed one that began after the moment. None lasts longer than an hour. Of a record removed since,
# only what came before its removal tells; it was not there where the first change made it.
CHANGED = """plexus_since AS MATERIALIZED (
    SELECT object, record_id, id, at, op, before FROM journal_change
    WHERE workspace_id = %s AND at > %s - interval '1 hour' AND object = ANY(%s)
), plexus_first AS MATERIALIZED (
    SELECT object, record_id, min(id) AS first FROM plexus_since WHERE at > %s GROUP BY object, record_id
), plexus_removed AS MATERIALIZED (
    SELECT s.object, s.record_id, min(s.id) AS last FROM plexus_since s JOIN plexus_first f USING (object, record_id)
    WHERE s.op = 'D' AND s.id >= f.first GROUP BY s.object, s.record_id
), plexus_then AS MATERIALIZED (
    SELECT s.object, s.record_id, bool_or(r.last IS NOT NULL) AS removed,
        bool_or(s.id = f.first AND s.op = 'I') AS unmade,
        journal_merged(coalesce(s.before, '{}') ORDER BY s.id DESC) AS before
    FROM plexus_since s JOIN plexus_first f USING (object, record_id)
    LEFT JOIN plexus_removed r USING (object, record_id)
    WHERE s.id >= f.first AND (r.last IS NULL OR s.id <= r.last)
    GROUP BY s.object, s.record_id
)"""

TABLE = '"{table}" AS NOT MATERIALIZED ({rows})'

# A hashed list is looked up whether a whole table is read or one record after another.
UNCHANGED = """
SELECT {columns} FROM "{table}" WHERE {condition}
    AND "{table}".id NOT IN (SELECT plexus_then.record_id FROM plexus_then)"""

# The policy looks at the record as it is today.
WAS = """
SELECT {columns} FROM plexus_then LEFT JOIN "{table}" ON "{table}".id = plexus_then.record_id
CROSS JOIN LATERAL jsonb_populate_record(NULL::"{table}",
    CASE WHEN plexus_then.removed OR "{table}".id IS NULL
        THEN jsonb_build_object('workspace_id', plexus_workspace()) ELSE to_jsonb("{table}") END
    || plexus_then.before
) plexus_was
WHERE plexus_then.object = %s AND NOT plexus_then.unmade
    AND CASE WHEN "{table}".id IS NULL THEN {gone} ELSE {condition} END"""

LINKS = """
SELECT id, workspace_id, source_object, source_id, target_object, target_id, at FROM access_link WHERE workspace_id = %s
    AND NOT EXISTS (SELECT FROM plexus_then WHERE plexus_then.record_id = access_link.source_id)"""

LINKS_OF = """
SELECT NULL, now.workspace_id, %s, now.id, leads ->> 'object', (leads ->> 'id')::uuid,
    coalesce(now.{at}, now.created_at)
FROM "{table}" now JOIN plexus_then ON plexus_then.record_id = now.id
CROSS JOIN LATERAL jsonb_array_elements(now.related) leads"""

LINKING = """
SELECT c.relname, encode(t.tgargs, 'escape') FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE t.tgname = 'link_update'"""
