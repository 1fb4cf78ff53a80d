"""The addresses of the API, under /api/v1/."""

from django.urls import path, re_path

from plexus.shell.api import (
    acts,
    aggregating,
    batching,
    causes,
    changes,
    describing,
    explaining,
    exports,
    files,
    finding,
    histories,
    imports,
    imports_together,
    notices,
    records,
    reference,
    retyping,
    setting_up,
    shares,
    upserting,
    webhooks,
    working,
)
from plexus.shell.api.door import bare, door, unknown_door
from plexus.shell.gates import open_to_all
from plexus.shell.web.visit import page

app_name = "api"
HOOK = "webhooks/<uuid:webhook_id>"
RECORD = "<slug:objects>/<uuid:record_id>"
FIELD = f"{RECORD}/fields/<slug:field>/<uuid:file_id>"

urlpatterns = [
    path("me", door(get=bare(describing.describe_me)), name="me"),
    path("schema", door(get=bare(describing.describe_schema)), name="schema"),
    path("schema/<slug:objects>", door(get=bare(describing.describe_object)), name="schema-object"),
    path("openapi.json", door(get=bare(reference.show_document)), name="openapi"),
    path("problems", open_to_all(explaining.show_problems), name="problems"),
    path("docs", page(get=reference.show_page), name="docs"),
    path("docs/openapi.json", page(get=reference.show_document_to_person), name="docs-openapi"),
    path("search", door(get=finding.search), name="search"),
    path("jobs", door(get=working.list_jobs), name="jobs"),
    path("jobs/<uuid:job_id>", door(get=bare(working.show_job)), name="job"),
    path("jobs/<uuid:job_id>/cancel", door(post=working.cancel), name="cancel-job"),
    path("exports", door(post=exports.request), name="exports"),
    path("exports/<uuid:job_id>/file", door(get=bare(exports.fetch)), name="export-file"),
    path("imports", door(get=imports.list_imports, post=imports.create_import), name="imports"),
    path("imports/sets", door(post=imports_together.create_set), name="import-sets"),
    path("imports/sets/<uuid:set_id>", door(get=bare(imports_together.read_set)), name="import-set"),
    path("imports/sets/<uuid:set_id>/check", door(post=imports_together.check), name="check-import-set"),
    path("imports/sets/<uuid:set_id>/run", door(post=imports_together.run), name="run-import-set"),
    path("imports/<uuid:import_id>", door(get=bare(imports.read_import), patch=imports.change_import), name="import"),
    path("imports/<uuid:import_id>/mapping", door(get=bare(imports.read_mapping)), name="import-mapping"),
    path("imports/<uuid:import_id>/check", door(post=imports.check), name="check-import"),
    path("imports/<uuid:import_id>/run", door(post=imports.run), name="run-import"),
    path("imports/<uuid:import_id>/rows", door(get=imports.read_rows), name="import-rows"),
    path("imports/<uuid:import_id>/errors", door(get=bare(imports.read_errors)), name="import-errors"),
    path("setup", door(get=bare(setting_up.export), post=setting_up.bring_in), name="setup"),
    path("uploads", door(post=files.upload), name="uploads"),
    path("files/<uuid:file_id>/content", door(get=bare(files.fetch)), name="file-content"),
    path("files/<uuid:file_id>/preview", door(get=files.preview), name="file-preview"),
    path("notifications", door(get=notices.list_notices), name="notifications"),
    path("notifications/read", door(post=notices.mark), name="read-notifications"),
    path("changes", door(get=changes.list_changes), name="changes"),
    path("causes", door(get=causes.list_causes), name="causes"),
    path("causes/<uuid:cause_id>", door(get=causes.show_cause), name="cause"),
    path("causes/<uuid:cause_id>/undo", door(post=causes.undo), name="undo"),
    path("custom-fields/<uuid:field_id>/preview-type", door(post=retyping.preview), name="preview-type"),
    path("webhooks", door(get=bare(webhooks.list_webhooks), post=webhooks.create_webhook), name="webhooks"),
    path(
        HOOK,
        door(get=bare(webhooks.read_webhook), patch=webhooks.change_webhook, delete=webhooks.remove_webhook),
        name="webhook",
    ),
    path(f"{HOOK}/secret", door(post=webhooks.rotate_secret), name="webhook-secret"),
    path(f"{HOOK}/test", door(post=webhooks.test_webhook), name="webhook-test"),
    path(f"{HOOK}/replay", door(post=webhooks.replay_dead), name="webhook-replay"),
    path(f"{HOOK}/messages", door(get=webhooks.list_messages), name="webhook-messages"),
    path(f"{HOOK}/messages/<uuid:message_id>", door(get=bare(webhooks.read_message)), name="webhook-message"),
    path(
        f"{HOOK}/messages/<uuid:message_id>/replay", door(post=webhooks.replay_message), name="webhook-message-replay"
    ),
    path("<slug:objects>", door(get=records.list_records, post=records.create_record), name="records"),
    path("<slug:objects>/aggregate", door(get=aggregating.aggregate), name="aggregate"),
    path("<slug:objects>/batch", door(post=batching.batch), name="batch"),
    path("<slug:objects>/by/<slug:key_field>/<path:value>", door(put=upserting.put_record), name="put"),
    path("<slug:objects>/actions/<slug:action>", door(post=acts.act_on_many), name="act-on-many"),
    path(
        RECORD,
        door(get=records.read_record, patch=records.update_record, delete=records.delete_record),
        name="record",
    ),
    path(f"{RECORD}/restore", door(post=records.restore_record), name="restore"),
    path(f"{RECORD}/history", door(get=histories.show_history), name="history"),
    path(f"{RECORD}/timeline", door(get=histories.show_timeline), name="timeline"),
    path(f"{RECORD}/files", door(post=files.attach), name="attach"),
    path(f"{FIELD}/content", door(get=bare(files.fetch_in)), name="field-content"),
    path(f"{FIELD}/preview", door(get=files.preview_in), name="field-preview"),
    path(f"{RECORD}/shares", door(get=shares.list_shares, post=shares.share), name="shares"),
    path(f"{RECORD}/shares/<uuid:share_id>", door(delete=bare(shares.end_share)), name="share"),
    path(f"{RECORD}/access", door(get=shares.show_access), name="access"),
    path(f"{RECORD}/actions/<slug:action>", door(post=acts.act), name="act"),
    re_path("", unknown_door, name="unknown"),
]
