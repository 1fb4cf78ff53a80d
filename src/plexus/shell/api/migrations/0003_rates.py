from typing import ClassVar

from django.db import migrations

# A window is kept by the minute in which it began, so that counts of past hours can be removed whatever their span.
COUNT = """
CREATE FUNCTION api_count(wanted text, span integer) RETURNS TABLE (used integer, resets_in integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    second bigint := floor(extract(epoch FROM clock_timestamp()));
    began bigint := (second - second % span) / 60;
    counted integer;
BEGIN
    INSERT INTO api_meter AS m (key, minute, used) VALUES (wanted, began, 1)
    ON CONFLICT (key) DO UPDATE SET minute = excluded.minute,
        used = CASE WHEN m.minute = excluded.minute THEN m.used + 1 ELSE 1 END
    RETURNING m.used INTO counted;
    RETURN QUERY SELECT counted, (span - second % span)::integer;
END $$;
"""
# A request counts for its token and for the address it comes from; one with a token that is none, for the address alone.
ENTER = """
DROP FUNCTION api_enter(bytea, text);
CREATE FUNCTION api_enter(wanted bytea, address text)
RETURNS TABLE (actor text, used integer, of_address integer, resets_in integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    found jsonb := identity_actor_by_token(wanted);
    counted integer;
    together integer;
    seconds integer;
BEGIN
    SELECT c.used, c.resets_in INTO together, seconds FROM api_count('from ' || address, 60) c;
    SELECT c.used INTO counted FROM api_count(
        CASE WHEN found IS NULL THEN 'address ' || address ELSE 'token ' || (found ->> 'token_id') END, 60) c;
    RETURN QUERY SELECT found::text, counted, together, seconds;
END $$;
"""
BEFORE = """
DROP FUNCTION api_enter(bytea, text);
CREATE FUNCTION api_enter(wanted bytea, address text)
RETURNS TABLE (actor text, used integer, resets_in integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    found jsonb := identity_actor_by_token(wanted);
BEGIN
    RETURN QUERY SELECT found::text, c.used, c.resets_in FROM api_count(
        CASE WHEN found IS NULL THEN 'address ' || address ELSE 'token ' || (found ->> 'token_id') END, 60) c;
END $$;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("api", "0002_database")]
    operations: ClassVar = [
        migrations.RunSQL(COUNT, "DROP FUNCTION api_count(text, integer)"),
        migrations.RunSQL(ENTER, BEFORE),
    ]
