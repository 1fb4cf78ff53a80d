from typing import ClassVar

from django.db import migrations

# Numbers of transactions begin anew where a backup is put back. So each row bears the epoch it was written in, and the
# feed is in the order of epoch, transaction and id; a new epoch begins with each restoring. What is there already
# belongs to the first epoch, and so does what comes, unless the server counts lower than what it holds.
EPOCH = """
CREATE FUNCTION journal_epoch() RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT 0 $$;
ALTER TABLE journal_change ADD COLUMN epoch int NOT NULL DEFAULT 0;
ALTER TABLE journal_change ALTER COLUMN epoch SET DEFAULT journal_epoch();

CREATE FUNCTION journal_begin_epoch() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE OR REPLACE FUNCTION journal_epoch() RETURNS int LANGUAGE sql IMMUTABLE AS $f$ SELECT %s $f$',
        journal_epoch() + 1);
END $$;
REVOKE ALL ON FUNCTION journal_begin_epoch() FROM PUBLIC;

DO $$ BEGIN
    IF EXISTS (SELECT FROM journal_change WHERE txid >= pg_snapshot_xmax(pg_current_snapshot())) THEN
        PERFORM journal_begin_epoch();
    END IF;
END $$;
"""
FEED = "CREATE INDEX journal_change_feed ON journal_change (workspace_id, epoch, txid, id)"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("journal", "0006_then")]
    operations: ClassVar = [
        migrations.RunSQL(
            EPOCH,
            "ALTER TABLE journal_change DROP COLUMN epoch;"
            " DROP FUNCTION journal_begin_epoch(); DROP FUNCTION journal_epoch();",
        ),
        migrations.RunSQL(FEED, "DROP INDEX journal_change_feed"),
    ]
