"""SQL of travelling: what changed since a moment and how it stood then, set by set."""

# What was touched since. Changes of one record come in the order of their ids, for each holds its row's lock; a
# transaction's moment is that of its beginning, so one that began earlier may have come later: it counts as later when
# it followed one that began after the moment. None lasts longer than an hour, and all that came later is behind the
# first change after the moment, so of that hour nearly nothing is read: by a range of ids, which the index of moments
# holds too, for of a range with two ends the planner expects little. A record of which nothing changed that the
# statement looks at is as it is today.
SINCE = """plexus_began AS MATERIALIZED (
    SELECT object, record_id, id, op, before, true AS later FROM journal_change
    WHERE workspace_id = %s AND at > %s AND object = ANY(%s)
), plexus_late AS MATERIALIZED (
    SELECT object, record_id, id, op, before, false AS later FROM journal_change
    WHERE workspace_id = %s AND at > %s - interval '1 hour' AND at <= %s AND object = ANY(%s)
    AND id > (SELECT min(id) FROM plexus_began) AND id < 9223372036854775807
), plexus_since AS NOT MATERIALIZED (
    SELECT * FROM plexus_began UNION ALL SELECT * FROM plexus_late
), plexus_touched AS MATERIALIZED (
    SELECT DISTINCT record_id FROM plexus_since WHERE op <> 'U' OR before ?| CASE {looked_at} END
), """
LOOKED_AT = "WHEN object = ANY(%s) THEN %s::text[]"

# What was touched, taken back. Of a record removed since, only what came before its removal tells; it was not there
# where the first change made it. The planner takes what changed lately for next to nothing, so nothing here is joined:
# it is hashed and sorted, never gone through again for each of its rows.
CHANGED = """plexus_first AS (
    SELECT object, record_id, id, op, before,
        min(id) FILTER (WHERE later) OVER (PARTITION BY object, record_id) AS first
    FROM plexus_since WHERE (record_id IN (SELECT record_id FROM plexus_touched)) IS TRUE
), plexus_last AS (
    SELECT *, min(id) FILTER (WHERE op = 'D' AND id >= first) OVER (PARTITION BY object, record_id) AS last
    FROM plexus_first WHERE first IS NOT NULL
), plexus_then AS MATERIALIZED (
    SELECT object, record_id, bool_or(last IS NOT NULL) AS removed, bool_or(id = first AND op = 'I') AS unmade,
        journal_merged(coalesce(before, '{}') ORDER BY id DESC) AS before
    FROM plexus_last WHERE id >= first AND (last IS NULL OR id <= last) GROUP BY object, record_id
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
SELECT {unchanged}, plexus_row FROM "plexus_{table}_now" plexus_now
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
SELECT {columns} FROM "plexus_{table}_unchanged" UNION ALL SELECT * FROM "plexus_{table}_was")"""

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

# A page is chosen by few columns; of the records on it that changed in others, these are told as they were.
PAGE = """WITH plexus_page AS MATERIALIZED (SELECT "{table}".* FROM "plexus_{table}_unchanged" "{table}" {chosen})
(SELECT {told} FROM plexus_page LEFT JOIN (
    SELECT record_id, journal_merged(coalesce(before, '{{}}') ORDER BY id DESC) FILTER (WHERE id >= first) AS before
    FROM (
        SELECT record_id, id, before, min(id) FILTER (WHERE later) OVER (PARTITION BY record_id) AS first
        FROM plexus_since WHERE (record_id IN (SELECT id FROM plexus_page)) IS TRUE
    ) plexus_found GROUP BY record_id
) plexus_back ON plexus_back.record_id = plexus_page.id
CROSS JOIN LATERAL jsonb_populate_record(plexus_page.plexus_row, coalesce(plexus_back.before, '{{}}')) plexus_told)
UNION ALL (SELECT "{table}".* FROM "plexus_{table}_was" "{table}" {chosen})"""
