"""Is the web process alive, and can it serve? For load balancers and supervisors; no sign-in, no detail."""

from pathlib import Path
from pkgutil import iter_modules

from django.apps import AppConfig, apps
from django.db import Error, connections
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse


def alive(request: HttpRequest) -> JsonResponse:
    """200 as soon as the process answers; asks nothing of the database."""
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and no migration is pending, else 503 with the reason as a code."""
    try:
        pending = pending_migrations()
    except Error:
        return JsonResponse({"status": "database-unreachable"}, status=503)
    if pending:
        return JsonResponse({"status": "migrations-pending"}, status=503)
    return JsonResponse({"status": "ok"})


def pending_migrations() -> list[str]:
    """Names (`app.migration`) of what the code knows and the database has not applied.

    Their files are listed, not loaded: a web process has no other use for them.
    """
    applied = MigrationRecorder(connections["default"]).applied_migrations()
    known = ((app.label, name) for app in apps.get_app_configs() for name in _migrations_of(app))
    return [f"{label}.{name}" for label, name in known if (label, name) not in applied]


def _migrations_of(app: AppConfig) -> list[str]:
    folder = Path(app.path) / "migrations"
    found = (each.name for each in iter_modules([str(folder)]) if not each.ispkg)
    return sorted(name for name in found if not name.startswith(("_", "~")))
