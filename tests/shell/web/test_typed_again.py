"""A refused form shows again what was typed and chosen in it, names and lists too."""

from __future__ import annotations

import pytest
from tests.casting import Cast, a_stage, an_account
from tests.shell.web.forms import sent
from tests.signing import browser_of


@pytest.mark.parametrize("account", ["Hengtong Precision", "Nobody of this name", ""])
def test_names_and_choices_of_a_refused_form_stay(cast: Cast, account: str) -> None:
    an_account(cast.ada)
    stage = a_stage(cast.root, "Quoted")
    typed = {
        "name": "", "account": account, "stage": str(stage.pk), "owner": str(cast.ben.person_id), "amount": "1,200",
    }  # fmt: skip

    answer = browser_of(cast.ada).post("/deals/new", typed)

    assert answer.status_code == 422
    again = dict(sent(answer.text))
    assert {name: again[name] for name in ("account", "stage", "owner")} == {
        name: typed[name] for name in ("account", "stage", "owner")
    }


def test_a_refused_task_keeps_its_owner(cast: Cast) -> None:
    answer = browser_of(cast.ada).post("/tasks/new", {"subject": "", "owner": str(cast.ben.person_id)})

    assert answer.status_code == 422
    assert dict(sent(answer.text))["owner"] == str(cast.ben.person_id)


@pytest.mark.parametrize("unseen", ["\u200b\u200d\ufeff", "\u3164"])
def test_a_name_that_nobody_sees_is_no_name(cast: Cast, unseen: str) -> None:
    answer = browser_of(cast.ada).post("/accounts/new", {"name": unseen, "has_name": "1"})

    assert answer.status_code == 422
    assert "required" in answer.text
