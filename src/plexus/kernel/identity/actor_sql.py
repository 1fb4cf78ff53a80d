"""SQL that finds an actor before any workspace is in scope: the only doors through the wall, by secret or login."""

from __future__ import annotations

ACTOR_OF_PERSON = """
CREATE FUNCTION identity_actor(wanted uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
    WITH RECURSIVE below(id) AS (
        SELECT team_id FROM identity_person WHERE id = wanted AND team_id IS NOT NULL
        UNION SELECT t.id FROM identity_team t JOIN below b ON t.parent_id = b.id AND t.deleted_at IS NULL
    )
    SELECT jsonb_build_object(
        'workspace_id', p.workspace_id, 'person_id', p.id, 'name', p.name, 'user_id', p.user_id, 'team_id', p.team_id,
        'team_ids', (SELECT coalesce(jsonb_agg(id), '[]') FROM below), 'role_id', r.id, 'role_name', r.name,
        'is_administrator', r.is_administrator, 'grants', r.grants, 'fields', r.fields,
        'language', coalesce(nullif(u.language, ''), w.language), 'theme', coalesce(u.theme, ''),
        'time_zone', coalesce(nullif(u.time_zone, ''), w.time_zone), 'currency', w.currency, 'country', w.country,
        'workspace_name', w.name, 'workspace_slug', w.slug)
    FROM identity_person p JOIN identity_role r ON r.id = p.role_id
    JOIN workspaces_workspace w ON w.id = p.workspace_id LEFT JOIN identity_user u ON u.id = p.user_id
    WHERE p.id = wanted AND p.active AND p.deleted_at IS NULL AND coalesce(u.is_active, true)
$$;
"""

# The same, with the version of the workspace's objects and fields, so that entering tells it.
ACTOR_WITH_VERSION = ACTOR_OF_PERSON.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION").replace(
    "'workspace_name', w.name", "'schema_version', w.schema_version, 'workspace_name', w.name"
)

# The same, with the teams that the person's own is part of: what is shared with one of them is shared with the person.
ACTOR_WITH_TEAMS_ABOVE = ACTOR_WITH_VERSION.replace(
    """    )
    SELECT jsonb_build_object(""",
    """    ), above(id) AS (
        SELECT team_id FROM identity_person WHERE id = wanted AND team_id IS NOT NULL
        UNION SELECT t.id FROM above a JOIN identity_team s ON s.id = a.id
        JOIN identity_team t ON t.id = s.parent_id AND t.deleted_at IS NULL
    )
    SELECT jsonb_build_object(""",
).replace("'role_id', r.id", "'above_ids', (SELECT coalesce(jsonb_agg(id), '[]') FROM above), 'role_id', r.id")

ACTOR_OF_TOKEN = """
CREATE FUNCTION identity_actor_by_token(wanted bytea) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT identity_actor(t.person_id) || jsonb_build_object(
        'token_id', t.id, 'scopes', to_jsonb(t.scopes), 'kind', 'token', 'last_used_at', t.last_used_at)
    FROM identity_token t
    WHERE t.digest = wanted AND t.deleted_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now())
$$;
"""

ACTOR_OF_LOGIN = """
CREATE FUNCTION identity_actor_by_login(wanted_user uuid, wanted_workspace uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT identity_actor(p.id) FROM identity_person p
    WHERE p.user_id = wanted_user AND p.active AND p.deleted_at IS NULL
    ORDER BY (p.workspace_id = wanted_workspace) DESC NULLS LAST, p.created_at LIMIT 1
$$;
"""

WORKSPACES_OF_LOGIN = """
CREATE FUNCTION identity_workspaces(wanted_user uuid)
RETURNS TABLE (workspace_id uuid, slug text, name text, person_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT w.id, w.slug::text, w.name::text, p.id FROM identity_person p
    JOIN workspaces_workspace w ON w.id = p.workspace_id
    WHERE p.user_id = wanted_user AND p.active AND p.deleted_at IS NULL ORDER BY w.name
$$;
"""

FUNCTIONS = {
    "identity_actor(uuid)": ACTOR_OF_PERSON,
    "identity_actor_by_token(bytea)": ACTOR_OF_TOKEN,
    "identity_actor_by_login(uuid, uuid)": ACTOR_OF_LOGIN,
    "identity_workspaces(uuid)": WORKSPACES_OF_LOGIN,
}
