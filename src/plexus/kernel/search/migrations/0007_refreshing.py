from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Made a function once for records of custom objects alone; 0010_own makes one for each table."""

    dependencies: ClassVar = [("search", "0006_readings_in_place")]
    operations: ClassVar = []
