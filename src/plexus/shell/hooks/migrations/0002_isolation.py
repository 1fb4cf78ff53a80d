from typing import ClassVar

from django.db import migrations

from plexus.kernel.workspaces.isolation import isolated


class Migration(migrations.Migration):
    dependencies: ClassVar = [("hooks", "0001_initial"), ("workspaces", "0002_isolation")]
    operations: ClassVar = [isolated("hooks_webhook"), isolated("hooks_message"), isolated("hooks_attempt")]
