from typing import ClassVar

from django.db import migrations

from plexus.kernel.identity.belonging import parents


class Migration(migrations.Migration):
    dependencies: ClassVar = [("identity", "0005_teams_above")]
    operations: ClassVar = [parents()]
