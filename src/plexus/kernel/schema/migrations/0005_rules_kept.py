from typing import ClassVar

from django.db import migrations

from plexus.kernel.journal.tables import journaled
from plexus.kernel.workspaces.isolation import isolated
from plexus.kernel.workspaces.versions import shaping


class Migration(migrations.Migration):
    dependencies: ClassVar = [("schema", "0004_rules"), ("journal", "0002_change")]
    operations: ClassVar = [
        isolated("schema_ruledefinition"),
        journaled("schema_ruledefinition", object="custom-rules"),
        shaping("schema_ruledefinition"),
    ]
