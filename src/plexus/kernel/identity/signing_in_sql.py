"""SQL of signing in: who the demo offers, what is remembered of attempts, and that an administrator always remains."""

from __future__ import annotations

DEMO_ENTRIES = """
CREATE FUNCTION identity_demo_entries()
RETURNS TABLE (role text, role_name text, name text, user_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT ON (array_position(ARRAY['administrator', 'manager', 'sales'], r.key::text))
        r.key::text, r.name::text, p.name::text, p.user_id
    FROM workspaces_workspace w
    JOIN identity_person p ON p.workspace_id = w.id AND p.active AND p.deleted_at IS NULL
    JOIN identity_user u ON u.id = p.user_id AND u.is_active
    JOIN identity_role r ON r.id = p.role_id AND r.key IN ('administrator', 'manager', 'sales')
    WHERE w.settings ->> 'demo' = 'true'
    ORDER BY array_position(ARRAY['administrator', 'manager', 'sales'], r.key::text), p.created_at, p.id
$$;
"""

# Whoever is somebody in a real company too is invited here, and nobody enters in such a person's name.
DEMO_ENTRIES_OF_NOBODY_ELSE = DEMO_ENTRIES.replace("CREATE", "CREATE OR REPLACE").replace(
    "    ORDER BY",
    """        AND NOT EXISTS (
            SELECT FROM identity_person o JOIN workspaces_workspace real ON real.id = o.workspace_id
            WHERE o.user_id = u.id AND real.settings ->> 'demo' IS DISTINCT FROM 'true'
        )
    ORDER BY""",
)

# What may be forgotten after a crash: counts of attempts. Unlogged, so that an attack does not fill the log.
ATTEMPTS = """
CREATE UNLOGGED TABLE plexus_cache (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
);
CREATE INDEX plexus_cache_expires ON plexus_cache (expires);
"""

LAST_ADMINISTRATOR = """
CREATE FUNCTION identity_keep_administrator(workspace uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- Two who demote each other at once wait for one another here.
    PERFORM FROM workspaces_workspace w WHERE w.id = workspace FOR UPDATE;
    IF NOT EXISTS (
        SELECT FROM identity_person p JOIN identity_role r ON r.id = p.role_id
        WHERE p.workspace_id = workspace AND p.active AND p.deleted_at IS NULL AND p.user_id IS NOT NULL
            AND r.is_administrator AND r.deleted_at IS NULL
    ) THEN
        RAISE EXCEPTION 'the last administrator of a workspace stays'
            USING ERRCODE = '23514', CONSTRAINT = 'identity_person_last_administrator', TABLE = 'identity_person';
    END IF;
END $$;

CREATE FUNCTION identity_person_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM identity_role r WHERE r.id = OLD.role_id AND r.is_administrator) THEN
        PERFORM identity_keep_administrator(OLD.workspace_id);
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION identity_role_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM identity_person p WHERE p.role_id = OLD.id AND p.active AND p.user_id IS NOT NULL) THEN
        PERFORM identity_keep_administrator(OLD.workspace_id);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER keep_administrator AFTER UPDATE OF role_id, active, deleted_at, user_id ON identity_person
    FOR EACH ROW WHEN (OLD.active AND OLD.deleted_at IS NULL AND OLD.user_id IS NOT NULL
        AND (NEW.role_id <> OLD.role_id OR NOT NEW.active OR NEW.deleted_at IS NOT NULL OR NEW.user_id IS NULL))
    EXECUTE FUNCTION identity_person_changed();
CREATE TRIGGER keep_administrator AFTER UPDATE OF is_administrator, deleted_at ON identity_role
    FOR EACH ROW WHEN (OLD.is_administrator AND (NOT NEW.is_administrator OR NEW.deleted_at IS NOT NULL))
    EXECUTE FUNCTION identity_role_changed();
"""

WITHOUT_LAST_ADMINISTRATOR = """
DROP TRIGGER keep_administrator ON identity_role;
DROP TRIGGER keep_administrator ON identity_person;
DROP FUNCTION identity_role_changed();
DROP FUNCTION identity_person_changed();
DROP FUNCTION identity_keep_administrator(uuid);
"""
