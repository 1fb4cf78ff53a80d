"""Addresses of coming in and going out."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import path, re_path

from plexus.shell.gates import for_login, open_to_all
from plexus.shell.web.entrance import demo, links, preferences, signing_in, workspaces
from plexus.shell.web.entrance.attempts import limited

KEY = r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)$"
KEY_NAME = "account_reset_password_from_key"

strangers = [
    path("sign-in", open_to_all(limited(signing_in.SignIn.as_view())), name="account_login"),
    path("sign-in/code", open_to_all(limited(signing_in.SecondStep.as_view())), name="mfa_authenticate"),
    path("sign-in/inactive", open_to_all(account.account_inactive), name="account_inactive"),
    path("sign-out", open_to_all(account.logout), name="account_logout"),
    path("sign-up", open_to_all(signing_in.no_sign_up), name="account_signup"),
    path("password/reset", open_to_all(limited(signing_in.ForgottenPassword.as_view())), name="account_reset_password"),
    path("password/reset/sent", open_to_all(account.password_reset_done), name="account_reset_password_done"),
    re_path(KEY, open_to_all(limited(account.password_reset_from_key)), name=KEY_NAME),
    path("password/reset/done", open_to_all(account.password_reset_from_key_done), name=f"{KEY_NAME}_done"),
    path("welcome/<str:secret>", open_to_all(limited(links.welcome)), name="welcome"),
    path("demo/<slug:role>", open_to_all(demo.enter), name="demo"),
    path("language", open_to_all(preferences.language), name="language"),
]

signed_in = [
    path("workspaces", for_login(workspaces.choose), name="workspaces"),
    path("workspaces/none", for_login(workspaces.no_workspace), name="no-workspace"),
    path("workspaces/<uuid:workspace_id>", for_login(workspaces.enter), name="enter-workspace"),
    path("me/preferences", for_login(preferences.keep), name="preferences"),
    path("me/confirm", for_login(account.reauthenticate), name="account_reauthenticate"),
    path("me/confirm/code", for_login(second_factor.reauthenticate), name="mfa_reauthenticate"),
    path("me/password", for_login(account.password_change), name="account_change_password"),
    path("me/password/first", for_login(account.password_set), name="account_set_password"),
    path("me/two-step", for_login(second_factor.index), name="mfa_index"),
    path("me/two-step/app", for_login(totp.activate_totp), name="mfa_activate_totp"),
    path("me/two-step/app/off", for_login(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("me/two-step/codes", for_login(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("me/two-step/codes/new", for_login(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("me/two-step/codes/file", for_login(recovery.download_recovery_codes), name="mfa_download_recovery_codes"),
]

urlpatterns = [*strangers, *signed_in]
