"""Addresses of the settings."""

from __future__ import annotations

from django.urls import path

from plexus.shell.web.settings import (
    addresses,
    company,
    fields,
    objects,
    people,
    profile,
    roles,
    security,
    teams,
    tokens,
)

urlpatterns = [
    path("settings", profile.profile, name="settings"),
    path("settings/security", security.security, name="settings-security"),
    path("settings/security/email", addresses.address, name="settings-address"),
    path("settings/security/others/end", security.end_others, name="settings-end-others"),
    path("settings/security/<int:session_id>/end", security.end, name="settings-end-session"),
    path("settings/tokens", tokens.tokens, name="settings-tokens"),
    path("settings/tokens/<uuid:token_id>/revoke", tokens.revoke, name="settings-revoke-token"),
    path("settings/rights", roles.rights, name="settings-rights"),
    path("settings/company", company.company, name="settings-company"),
    path("settings/people", people.people, name="settings-people"),
    path("settings/people/invite", people.invite, name="settings-invite"),
    path("settings/people/<uuid:person_id>", people.person, name="settings-person"),
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
    path("settings/objects", objects.objects, name="settings-objects"),
    path("settings/objects/new", objects.new_object, name="settings-new-object"),
    path("settings/objects/<uuid:object_id>/reinstate", objects.reinstate_object, name="settings-reinstate-object"),
    path("settings/objects/<slug:plural>", objects.object_page, name="settings-object"),
    path("settings/objects/<slug:plural>/change", objects.change_object, name="settings-change-object"),
    path("settings/objects/<slug:plural>/retire", objects.retire_object, name="settings-retire-object"),
    path("settings/objects/<slug:plural>/order", objects.reorder, name="settings-order-fields"),
    path("settings/objects/<slug:plural>/fields/new", fields.new_field, name="settings-new-field"),
    path("settings/fields/<uuid:field_id>", fields.field, name="settings-field"),
    path("settings/fields/<uuid:field_id>/retire", fields.retire, name="settings-retire-field"),
    path("settings/fields/<uuid:field_id>/reinstate", fields.reinstate, name="settings-reinstate-field"),
    path("settings/fields/<uuid:field_id>/merge", fields.merge, name="settings-merge-choices"),
    path("settings/fields/<uuid:field_id>/type", fields.retype, name="settings-retype-field"),
    path("settings/roles", roles.roles, name="settings-roles"),
    path("settings/roles/<uuid:role_id>", roles.role, name="settings-role"),
    path("settings/roles/<uuid:role_id>/fields/<slug:plural>", roles.fields, name="settings-role-fields"),
]
