from typing import ClassVar

from django.db import migrations

from plexus.kernel.workspaces.isolation import isolated
from plexus.kernel.workspaces.role import APPLICATION_ROLE

# Unlogged: counting costs no write-ahead log, and a crash merely forgives a minute.
METER = f"""
CREATE UNLOGGED TABLE api_meter (key text PRIMARY KEY, minute bigint NOT NULL, used integer NOT NULL)
    WITH (fillfactor = 50);
REVOKE ALL ON api_meter FROM {APPLICATION_ROLE};
"""

ENTER = """
CREATE FUNCTION api_enter(wanted bytea, address text)
RETURNS TABLE (actor text, used integer, resets_in integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    found jsonb := identity_actor_by_token(wanted);
    second bigint := floor(extract(epoch FROM clock_timestamp()));
    counted integer;
BEGIN
    INSERT INTO api_meter AS m (key, minute, used)
    VALUES (CASE WHEN found IS NULL THEN 'address ' || address ELSE 'token ' || (found ->> 'token_id') END, second / 60, 1)
    ON CONFLICT (key) DO UPDATE SET minute = excluded.minute,
        used = CASE WHEN m.minute = excluded.minute THEN m.used + 1 ELSE 1 END
    RETURNING m.used INTO counted;
    RETURN QUERY SELECT found::text, counted, (60 - second % 60)::integer;
END $$;
"""

TIDY = """
CREATE FUNCTION api_tidy() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM api_meter WHERE minute < floor(extract(epoch FROM now()) / 60) - 60;
    DELETE FROM api_remembered WHERE expires_at < now();
$$;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("api", "0001_initial"), ("identity", "0002_isolation"), ("workspaces", "0002_isolation")]
    operations: ClassVar = [
        isolated("api_remembered"),
        migrations.RunSQL(METER, "DROP TABLE api_meter"),
        migrations.RunSQL(ENTER, "DROP FUNCTION api_enter(bytea, text)"),
        migrations.RunSQL(TIDY, "DROP FUNCTION api_tidy()"),
    ]
