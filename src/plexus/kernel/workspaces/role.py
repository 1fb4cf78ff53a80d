"""The database role that row-level security binds."""

from __future__ import annotations

APPLICATION_ROLE = "plexus_app"
