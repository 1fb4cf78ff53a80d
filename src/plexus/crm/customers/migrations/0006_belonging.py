from typing import ClassVar

from django.db import migrations

from plexus.kernel.identity.belonging import belonging


class Migration(migrations.Migration):
    dependencies: ClassVar = [("customers", "0005_trash"), ("identity", "0006_belonging")]
    operations: ClassVar = [*map(belonging, ("customers_account", "customers_contact"))]
