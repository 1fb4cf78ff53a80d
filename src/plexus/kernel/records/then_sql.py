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

# Of each table by itself, for a record is looked for among those of its table only, one after another.
THEN = """"plexus_{table}_then" AS MATERIALIZED (
SELECT record_id, removed, unmade, before FROM plexus_then WHERE object = ANY(%s))"""

# What may be read is asked of a table as it is, and told once for both sides of it as it stood.
NOW = """"plexus_{table}_now" AS NOT MATERIALIZED (
SELECT "{table}".*, "{table}" AS plexus_row FROM "{table}" WHERE {condition})"""

# A hashed list is looked up whether a whole table is read or one record after another. Of a record removed since
# nothing is known but what the journal tells. What leads to others is looked through for that, so it is made once.
SIDES_OF = """"plexus_{table}_unchanged" AS NOT MATERIALIZED (
SELECT {unchanged} FROM "plexus_{table}_now" plexus_now
WHERE plexus_now.id NOT IN (SELECT record_id FROM "plexus_{table}_then")), "plexus_{table}_was" AS {once} (
SELECT {was} FROM "plexus_{table}_then" plexus_then
{joined} "plexus_{table}_now" plexus_now ON plexus_now.id = plexus_then.record_id
CROSS JOIN LATERAL jsonb_populate_record(
    CASE WHEN NOT plexus_then.removed THEN plexus_now.plexus_row END, plexus_then.before
) plexus_was
WHERE NOT plexus_then.unmade{gone})"""
GONE = """
    AND (plexus_now.id IS NOT NULL OR NOT EXISTS (SELECT FROM "{table}" WHERE id = plexus_then.record_id))"""
# The key of what was is that of its change, by which it is found without making it.
MADE = {"id": "plexus_then.record_id AS id", "workspace_id": "plexus_workspace() AS workspace_id"}
BOTH = """"{table}" AS NOT MATERIALIZED (
SELECT * FROM "plexus_{table}_unchanged" UNION ALL SELECT * FROM "plexus_{table}_was")"""

# Links of what nobody touched since lead where they lead today; the others are made as the triggers make them.
LINKS = """access_link AS NOT MATERIALIZED (
SELECT id, workspace_id, source_object, source_id, target_object, target_id, at FROM access_link WHERE workspace_id = %s
    AND source_id NOT IN (SELECT plexus_then.record_id FROM plexus_then)"""

LINKS_OF = """
UNION ALL SELECT NULL, was.workspace_id, %s, was.id, leads ->> 'object', (leads ->> 'id')::uuid,
    coalesce(was.{at}, was.created_at)
FROM "plexus_{table}_was" was CROSS JOIN LATERAL jsonb_array_elements(was.related) leads"""
# The columns that links are made of, beside that of their moment.
LINKING_BY = frozenset({"id", "workspace_id", "related", "created_at"})

LINKING = """
SELECT c.relname, encode(t.tgargs, 'escape') FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE t.tgname = 'link_update'"""
