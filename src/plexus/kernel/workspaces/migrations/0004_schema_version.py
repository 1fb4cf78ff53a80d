from django.db import migrations, models

from plexus.kernel.workspaces.versions import ENTER, RAISE, SEQUENCE


class Migration(migrations.Migration):
    dependencies = [("workspaces", "0003_leakproof")]

    operations = [
        migrations.AddField(
            model_name="workspace",
            name="schema_version",
            field=models.BigIntegerField(db_default=0, editable=False),
        ),
        migrations.RunSQL(SEQUENCE, "DROP SEQUENCE workspaces_schema_version"),
        migrations.RunSQL(ENTER, "DROP FUNCTION plexus_enter(text, text)"),
        migrations.RunSQL(RAISE, "DROP FUNCTION plexus_raise_schema_version()"),
    ]
