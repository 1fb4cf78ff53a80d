from typing import ClassVar

from django.db import migrations

from plexus.kernel.identity.actor_sql import FUNCTIONS
from plexus.kernel.workspaces.isolation import isolated


class Migration(migrations.Migration):
    dependencies: ClassVar = [("identity", "0001_initial"), ("workspaces", "0002_isolation")]
    operations: ClassVar = [
        *(isolated(f"identity_{name}") for name in ("person", "team", "role", "token")),
        *(migrations.RunSQL(body, f"DROP FUNCTION {name}") for name, body in FUNCTIONS.items()),
    ]
