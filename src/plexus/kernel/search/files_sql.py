"""SQL of the names of files in fields: by which field each stands in a record, and what it is found by.

What a record holds is followed where it is told, in the journal, so one trigger serves every table. It is asked of
no change but those before or after which a field held a file; they bear all custom values of their record.
"""

from __future__ import annotations

TABLE = """
CREATE TABLE search_file (
    record_id uuid NOT NULL,
    field text NOT NULL,
    workspace_id uuid NOT NULL,
    object text NOT NULL,
    name text NOT NULL,
    tokens tsvector NOT NULL,
    PRIMARY KEY (record_id, field)
);
CREATE INDEX search_file_tokens ON search_file USING gin (tokens);
"""

# Not a security barrier, on purpose, as `search_visible`.
VIEW = """
CREATE VIEW search_file_visible AS
SELECT * FROM search_file WHERE workspace_id = (SELECT plexus_workspace());
REVOKE ALL ON search_file_visible FROM plexus_app;
GRANT SELECT ON search_file_visible TO plexus_app;
"""

_ROWS = """
    SELECT c.workspace_id, c.object, c.record_id, held.key, held.value ->> 'name',
        search_tokens(held.value ->> 'name', right(c.workspace_id::text, 4))
"""
_FILES = """jsonb_typeof(held.value) = 'object' AND held.value ? 'content' AND held.value ->> 'name' <> ''"""

FOLLOWING = f"""
CREATE FUNCTION search_follow_files() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM search_file WHERE record_id = NEW.record_id;
    INSERT INTO search_file (workspace_id, object, record_id, field, name, tokens)
    {_ROWS} FROM (SELECT NEW.workspace_id, NEW.object, NEW.record_id) c, jsonb_each(NEW.after -> 'custom') held
    WHERE {_FILES};
    RETURN NULL;
END $$;
CREATE TRIGGER search_files AFTER INSERT ON journal_change FOR EACH ROW
    WHEN (NEW.after @? '$.custom.*.content' OR NEW.before @? '$.custom.*.content')
    EXECUTE FUNCTION search_follow_files();
"""

# What is there already, as the newest change of each record tells it.
FILL = f"""
INSERT INTO search_file (workspace_id, object, record_id, field, name, tokens)
{_ROWS} FROM (
    SELECT DISTINCT ON (workspace_id, record_id) workspace_id, object, record_id, after FROM journal_change
    WHERE (after @? '$.custom.*.content' OR before @? '$.custom.*.content')
    AND EXISTS (SELECT FROM schema_fielddefinition WHERE type = 'file')
    ORDER BY workspace_id, record_id, id DESC
) c, jsonb_each(c.after -> 'custom') held
WHERE {_FILES};
"""

REVERSE = """
DROP TRIGGER search_files ON journal_change;
DROP FUNCTION search_follow_files();
"""
