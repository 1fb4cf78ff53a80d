from typing import ClassVar

from django.db import migrations

from plexus.kernel.identity.belonging import belonging


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0003_trash"), ("identity", "0006_belonging")]
    operations: ClassVar = [belonging("records_custom")]
