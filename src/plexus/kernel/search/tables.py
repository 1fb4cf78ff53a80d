"""SQL of the search index: its table, and the view through which the application reads it."""

from __future__ import annotations

TABLE = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE TABLE search_entry (
    record_id uuid PRIMARY KEY,
    workspace_id uuid NOT NULL,
    object text NOT NULL,
    title text NOT NULL,
    owner_id uuid,
    team_id uuid,
    beside_id uuid,
    weight smallint NOT NULL,
    tokens tsvector NOT NULL,
    keys text NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    own text NOT NULL DEFAULT ''
) WITH (fillfactor = 90);
CREATE INDEX search_entry_tokens ON search_entry USING gin (tokens);
CREATE INDEX search_entry_keys ON search_entry USING gin (keys gin_trgm_ops);
CREATE INDEX search_entry_beside ON search_entry (beside_id) WHERE beside_id IS NOT NULL;
"""

# By custom fields; most entries have none of them, and cost this index nothing.
OWN = """
ALTER TABLE search_entry ADD COLUMN IF NOT EXISTS own text NOT NULL DEFAULT '';
CREATE INDEX search_entry_own ON search_entry USING gin (own gin_trgm_ops) WHERE own <> '';
"""

# Not a security barrier, on purpose: see the decision record on searching under row-level security.
VIEW = """
CREATE OR REPLACE VIEW search_visible AS
SELECT * FROM search_entry WHERE workspace_id = (SELECT plexus_workspace());
REVOKE ALL ON search_visible FROM plexus_app;
GRANT SELECT ON search_visible TO plexus_app;
"""

# Some pages of the table, the same ones each time, however large it is: to glance at, and to find in. What a search
# finds in them it may find in the view above as well.
SAMPLES = "".join(
    f"""
CREATE OR REPLACE VIEW {name} AS
SELECT * FROM search_entry TABLESAMPLE SYSTEM (
    (SELECT least(100, 100.0 * {rows} / greatest(reltuples, 1)) FROM pg_class WHERE oid = 'search_entry'::regclass)
) REPEATABLE (1) WHERE workspace_id = (SELECT plexus_workspace());
REVOKE ALL ON {name} FROM plexus_app;
GRANT SELECT ON {name} TO plexus_app;
"""
    for name, rows in (("search_glimpse", 500), ("search_sample", 8_000))
)
