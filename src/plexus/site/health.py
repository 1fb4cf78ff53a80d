"""Is the web process alive, and can it serve? For load balancers and supervisors; no sign-in, no detail."""

from django.db import Error, connections
from django.db.migrations.executor import MigrationExecutor
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
    """Names (`app.migration`) of what the code knows and the database has not applied."""
    executor = MigrationExecutor(connections["default"])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]
