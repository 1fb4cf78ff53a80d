"""Addresses of the settings."""

from __future__ import annotations

from django.urls import path

from plexus.shell.gates import ones_own
from plexus.shell.web.settings import (
    addresses,
    company,
    people,
    profile,
    security,
    seeing,
    setting_up,
    teams,
    tokens,
    webhooks,
)
from plexus.shell.web.settings.objects import field_rules, fields, layouts, overview, rules, standards
from plexus.shell.web.settings.roles import editing, role_fields, role_told

HOOK = "settings/webhooks/<uuid:webhook_id>"
MESSAGE = f"{HOOK}/messages/<uuid:message_id>"

urlpatterns = [
    path("settings", ones_own(profile.profile), name="settings"),
    path("settings/security", ones_own(security.security), name="settings-security"),
    path("settings/security/email", ones_own(addresses.address), name="settings-address"),
    path("settings/security/others/end", ones_own(security.end_others), name="settings-end-others"),
    path("settings/security/<int:session_id>/end", ones_own(security.end), name="settings-end-session"),
    path("settings/tokens", ones_own(tokens.tokens), name="settings-tokens"),
    path("settings/tokens/<uuid:token_id>/revoke", ones_own(tokens.revoke), name="settings-revoke-token"),
    path("settings/webhooks", ones_own(webhooks.webhooks), name="settings-webhooks"),
    path("settings/webhooks/filter", ones_own(webhooks.filter_), name="settings-webhook-filter"),
    path("settings/webhooks/release", webhooks.release, name="settings-webhooks-release"),
    path(HOOK, ones_own(webhooks.webhook), name="settings-webhook"),
    path(f"{HOOK}/test", ones_own(webhooks.test), name="settings-webhook-test"),
    path(f"{HOOK}/pause", ones_own(webhooks.pause), name="settings-webhook-pause"),
    path(f"{HOOK}/resume", ones_own(webhooks.resume), name="settings-webhook-resume"),
    path(f"{HOOK}/secret", ones_own(webhooks.secret), name="settings-webhook-secret"),
    path(f"{HOOK}/replay", ones_own(webhooks.replay), name="settings-webhook-replay"),
    path(f"{HOOK}/remove", ones_own(webhooks.remove), name="settings-webhook-remove"),
    path(MESSAGE, ones_own(webhooks.message), name="settings-webhook-message"),
    path(f"{MESSAGE}/replay", ones_own(webhooks.replay_one), name="settings-webhook-replay-one"),
    path("settings/rights", editing.rights, name="settings-rights"),
    path("settings/company", company.company, name="settings-company"),
    path("settings/people", people.people, name="settings-people"),
    path("settings/people/invite", people.invite, name="settings-invite"),
    path("settings/people/<uuid:person_id>", people.person, name="settings-person"),
    path("settings/people/<uuid:person_id>/see-as", seeing.begin, name="see-as"),
    path("see-as/stop", seeing.stop, name="stop-seeing"),
    path("settings/people/<uuid:person_id>/link", people.link, name="settings-link"),
    path("settings/people/<uuid:person_id>/deactivate", people.deactivate, name="settings-deactivate"),
    path(
        "settings/people/<uuid:person_id>/second-step/reset",
        people.reset_second_step,
        name="settings-reset-second-step",
    ),
    path("settings/people/<uuid:person_id>/reactivate", people.reactivate, name="settings-reactivate"),
    path("settings/teams", teams.teams, name="settings-teams"),
    path("settings/teams/<uuid:team_id>", teams.team, name="settings-team"),
    path("settings/teams/<uuid:team_id>/remove", teams.remove, name="settings-remove-team"),
    path("settings/setup", setting_up.setup, name="settings-setup"),
    path("settings/setup/file", setting_up.file, name="settings-setup-file"),
    path("settings/setup/import", setting_up.bring_in, name="settings-bring-setup-in"),
    path("settings/objects", overview.objects, name="settings-objects"),
    path("settings/objects/new", overview.new_object, name="settings-new-object"),
    path("settings/objects/<uuid:object_id>/reinstate", overview.reinstate_object, name="settings-reinstate-object"),
    path("settings/objects/<slug:plural>", overview.object_page, name="settings-object"),
    path("settings/objects/<slug:plural>/change", overview.change_object, name="settings-change-object"),
    path("settings/objects/<slug:plural>/retire", overview.retire_object, name="settings-retire-object"),
    path("settings/objects/<slug:plural>/order", overview.reorder, name="settings-order-fields"),
    path("settings/objects/<slug:plural>/fields/new", fields.new_field, name="settings-new-field"),
    path("settings/objects/<slug:plural>/rules", rules.rules, name="settings-rules"),
    path("settings/objects/<slug:plural>/rules/new", rules.new_rule, name="settings-new-rule"),
    path("settings/rules/<uuid:rule_id>", rules.rule, name="settings-rule"),
    path("settings/rules/<uuid:rule_id>/switch", rules.switch, name="settings-switch-rule"),
    path("settings/objects/<slug:plural>/field-rules", field_rules.choose, name="settings-choose-field-rules"),
    path(
        "settings/objects/<slug:plural>/field-rules/<slug:name>", field_rules.field_rules, name="settings-field-rules"
    ),
    path("settings/objects/<slug:plural>/standard", standards.standard, name="settings-standard"),
    path("settings/objects/<slug:plural>/standard/drop", standards.drop, name="settings-drop-standard"),
    path("settings/objects/<slug:plural>/layouts", layouts.layouts, name="settings-layouts"),
    path("settings/objects/<slug:plural>/layouts/everybody", layouts.layout, name="settings-layout-everybody"),
    path("settings/objects/<slug:plural>/layouts/everybody/drop", layouts.drop, name="settings-drop-layout-everybody"),
    path("settings/objects/<slug:plural>/layouts/<uuid:role_id>", layouts.layout, name="settings-layout"),
    path("settings/objects/<slug:plural>/layouts/<uuid:role_id>/drop", layouts.drop, name="settings-drop-layout"),
    path("settings/fields/<uuid:field_id>", fields.field, name="settings-field"),
    path("settings/fields/<uuid:field_id>/retire", fields.retire, name="settings-retire-field"),
    path("settings/fields/<uuid:field_id>/reinstate", fields.reinstate, name="settings-reinstate-field"),
    path("settings/fields/<uuid:field_id>/merge", fields.merge, name="settings-merge-choices"),
    path("settings/fields/<uuid:field_id>/type", fields.retype, name="settings-retype-field"),
    path("settings/roles", editing.roles, name="settings-roles"),
    path("settings/roles/<uuid:role_id>", editing.role, name="settings-role"),
    path("settings/roles/<uuid:role_id>/told", role_told.told, name="settings-role-told"),
    path("settings/roles/<uuid:role_id>/copy", editing.copy, name="settings-copy-role"),
    path("settings/roles/<uuid:role_id>/remove", editing.remove, name="settings-remove-role"),
    path("settings/roles/<uuid:role_id>/fields/<slug:plural>", role_fields.fields, name="settings-role-fields"),
    path("settings/roles/<uuid:role_id>/told/<slug:plural>", role_fields.fields_told, name="settings-role-fields-told"),
]
