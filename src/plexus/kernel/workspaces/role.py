"""The database role that row-level security binds."""

from __future__ import annotations

from typing import Any

APPLICATION_ROLE = "plexus_app"

CREATE = f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APPLICATION_ROLE}') THEN
        CREATE ROLE {APPLICATION_ROLE} NOLOGIN NOBYPASSRLS NOSUPERUSER;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
"""


def create_role(cursor: Any) -> None:
    """Create the application role when absent and let the connected login assume it."""
    cursor.execute(CREATE)
    cursor.execute(f"GRANT {APPLICATION_ROLE} TO CURRENT_USER")
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {APPLICATION_ROLE}")
