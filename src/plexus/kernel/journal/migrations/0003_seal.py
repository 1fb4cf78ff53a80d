from typing import ClassVar

from django.db import migrations

from plexus.kernel.workspaces.isolation import isolated, read_only

TABLES = """
CREATE TABLE journal_seal (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace_id uuid NOT NULL,
    first_id bigint NOT NULL,
    last_id bigint NOT NULL CHECK (last_id >= first_id),
    rows int NOT NULL,
    digest text NOT NULL,
    code text NOT NULL,
    key text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (workspace_id, last_id)
);
CREATE TABLE journal_horizon (candidate bigint NOT NULL, open_below bigint NOT NULL);
INSERT INTO journal_horizon VALUES (0, 0);
REVOKE ALL ON journal_horizon FROM plexus_app;
"""
# What a change says, in one form whatever the session's settings: its number of transaction differs after a restore.
DIGEST = """
CREATE FUNCTION journal_digest(wanted uuid, first bigint, last bigint, OUT rows int, OUT digest text)
LANGUAGE sql STABLE AS $$
    SELECT count(*)::int, encode(sha256(convert_to(coalesce(string_agg(told, '' ORDER BY id), ''), 'UTF8')), 'hex')
    FROM (
        SELECT c.id, encode(sha256(convert_to(jsonb_build_array(
            c.id, extract(epoch FROM c.at), c.object, c.record_id, c.op, c.before, c.after,
            k.id, k.action, k.person_id, k.actor_kind, extract(epoch FROM k.at), k.params, k.undoes_id
        )::text, 'UTF8')), 'hex') AS told
        FROM journal_change c LEFT JOIN journal_cause k ON k.id = c.cause_id
        WHERE c.workspace_id = wanted AND c.id BETWEEN first AND last
    ) changes
$$;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("journal", "0002_change")]
    operations: ClassVar = [
        migrations.RunSQL(TABLES, "DROP TABLE journal_seal, journal_horizon"),
        migrations.RunSQL(DIGEST, "DROP FUNCTION journal_digest"),
        isolated("journal_seal"),
        read_only("journal_seal"),
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE, TRUNCATE ON journal_cause FROM plexus_app",
            "GRANT UPDATE, DELETE ON journal_cause TO plexus_app",
        ),
    ]
