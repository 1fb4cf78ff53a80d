import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import plexus.kernel.values.uuid7


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("identity", "0002_isolation"),
        ("workspaces", "0002_isolation"),
    ]

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=plexus.kernel.values.uuid7.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=100, verbose_name="Kind")),
                ("asked_as", models.JSONField(default=dict)),
                ("params", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="queued",
                        max_length=10,
                        verbose_name="State",
                    ),
                ),
                ("done", models.BigIntegerField(default=0, verbose_name="Done")),
                ("total", models.BigIntegerField(null=True, verbose_name="Total")),
                ("message", models.JSONField(null=True, verbose_name="Message")),
                ("result", models.JSONField(null=True, verbose_name="Result")),
                ("error", models.JSONField(null=True, verbose_name="Error")),
                ("cause_id", models.UUIDField(null=True)),
                ("cancel_requested", models.BooleanField(default=False)),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="Created at"
                    ),
                ),
                ("started_at", models.DateTimeField(null=True, verbose_name="Started at")),
                ("heartbeat_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True, verbose_name="Finished at")),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="identity.person",
                        verbose_name="Person",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workspaces.workspace",
                    ),
                ),
            ],
            options={
                "verbose_name": "job",
                "verbose_name_plural": "jobs",
            },
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                (
                    "job",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="checkpoint",
                        serialize=False,
                        to="jobs.job",
                    ),
                ),
                ("attempt", models.PositiveIntegerField(default=0)),
                ("deaths", models.PositiveSmallIntegerField(default=0)),
                ("saved", models.JSONField(default=dict)),
                ("cause_id", models.UUIDField(null=True)),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workspaces.workspace",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(fields=["workspace", "person", "-created_at"], name="jobs_job_by_person"),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["queued", "running", "done", "failed", "cancelled"])),
                name="jobs_job_state",
            ),
        ),
    ]
