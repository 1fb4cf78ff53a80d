from typing import ClassVar

from django.db import migrations

from plexus.kernel.identity.belonging import belonging


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sales", "0007_trash"), ("identity", "0006_belonging")]
    operations: ClassVar = [*map(belonging, ("sales_product", "sales_deal", "sales_deallineitem"))]
