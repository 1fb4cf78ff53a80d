from typing import ClassVar

from django.db import migrations

from plexus.kernel.workspaces.isolation import isolated


class Migration(migrations.Migration):
    dependencies: ClassVar = [("importing", "0001_initial"), ("workspaces", "0002_isolation")]
    operations: ClassVar = [isolated("importing_import"), isolated("importing_importrow")]
