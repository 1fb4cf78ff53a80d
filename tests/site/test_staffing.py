"""People from the command line: listing, letting in again, letting go."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.utils import translation
from tests.site.running import plexus

from plexus.kernel.identity.models import User
from plexus.kernel.values.refusals import Refusal
from plexus.site import command
from plexus.site.command import hiring, staffing
from plexus.site.serving import addresses

ORIGIN = "http://localhost:9123"
needs_both = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def staff() -> None:
    """An administrator, wang, and li who sells."""
    for email in ("wang@example.com", "li@example.com"):
        hiring.hire(
            workspace=None, email=email, name="", role=None, team=None, password="a calm river", origin=ORIGIN
        )  # fmt: skip


@needs_both
def test_everybody_is_listed_with_how_they_sign_in(staff: None) -> None:
    Authenticator.objects.create(user=User.objects.get(email="li@example.com"), type="totp", data={})

    found = [(each["email"], each["role"], each["active"], each["second_step"]) for each in staffing.everybody(None)]

    assert found == [("li@example.com", "Sales", True, True), ("wang@example.com", "Administrator", True, False)]


@needs_both
def test_a_lost_second_step_is_reset(staff: None) -> None:
    Authenticator.objects.create(user=User.objects.get(email="li@example.com"), type="totp", data={})

    said = staffing.reset_second_step(None, "LI@example.com")

    assert said == "li signs in with the password alone now."
    assert not Authenticator.objects.exists()


@needs_both
def test_a_link_leads_to_the_address_that_is_given(staff: None) -> None:
    assert staffing.give_link(None, "li@example.com", "https://crm.example.com").startswith(
        "https://crm.example.com/welcome/"
    )


@needs_both
def test_letting_go_and_taking_back(staff: None) -> None:
    staffing.deactivate(None, "li@example.com")
    gone = [each["active"] for each in staffing.everybody(None) if each["email"] == "li@example.com"]
    staffing.reactivate(None, "li@example.com")

    back = [each["active"] for each in staffing.everybody(None) if each["email"] == "li@example.com"]
    assert (gone, back) == ([False], [True])


@needs_both
@pytest.mark.parametrize("email", ["wang@example.com", "nobody@example.com"])
def test_the_last_administrator_and_strangers_cannot_be_let_go(staff: None, email: str) -> None:
    with pytest.raises(Refusal):
        staffing.deactivate(None, email)

    assert [each["active"] for each in staffing.everybody(None)] == [True, True]


def test_links_begin_where_plexus_runs_or_ran_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLEXUS_ORIGIN", raising=False)
    usual = addresses.known(tmp_path)
    addresses.keep(tmp_path, "http://localhost:9123")
    ran_there = addresses.known(tmp_path)
    monkeypatch.setenv("PLEXUS_ORIGIN", "https://crm.example.com/")

    assert (usual, ran_there, addresses.known(tmp_path)) == (
        "http://localhost:8000",
        "http://localhost:9123",
        "https://crm.example.com",
    )


def test_a_verb_without_its_person_is_wrong_use(tmp_path: Path) -> None:
    done = plexus("user", "link", "--data", tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("plexus user: error: Say whom: plexus user link EMAIL\n")


@pytest.mark.parametrize("name", sorted({*command.names()} - {"up"}))
def test_every_verb_explains_itself_and_refuses_what_it_does_not_know(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLEXUS_DATA", "nowhere")
    with translation.override("en"), pytest.raises(SystemExit) as helped:
        command.main([name, "--help"])
    explained = capsys.readouterr().out

    with translation.override("en"), pytest.raises(SystemExit) as refused:
        command.main([name, "--no-such-thing"])

    said = capsys.readouterr()
    assert (helped.value.code, refused.value.code) == (0, 2)
    assert explained.startswith(f"usage: plexus {name} ")
    assert "--json" in explained
    assert (said.out, said.err[: len(f"usage: plexus {name} ")]) == ("", f"usage: plexus {name} ")


def test_where_there_is_no_plexus_every_verb_says_so_and_ends_with_four(tmp_path: Path) -> None:
    done = plexus("user", "list", "--json", "--data", tmp_path / "none")

    assert done.returncode == 4
    assert json.loads(done.stdout)["error"]["code"] == "no_plexus_here"
