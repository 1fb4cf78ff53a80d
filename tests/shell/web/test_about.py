"""What a task is about: records of any object, found by name, in the form of a new one and of an old one."""

from __future__ import annotations

from tests.casting import Cast, a_contact, a_record, a_task, an_account, references
from tests.shell.web.forms import sent
from tests.signing import browser_of

from plexus.crm.engagement.models import Task
from plexus.kernel.identity.actor import Actor

PART = {"HX-Request": "true"}


def test_a_new_task_is_tied_to_records_of_several_objects(ada: Actor) -> None:
    account, contact = an_account(ada), a_contact(ada)
    browser = browser_of(ada)
    offered = browser.get("/search/choose?q=Hengtong&named=1").text
    assert f'data-value="accounts:{account.pk}"' in offered

    answer = browser.post(
        "/tasks/new", {"subject": "Send the offer", "related": [f"accounts:{account.pk}", f"contacts:{contact.pk}"]}
    )

    assert answer.status_code == 302
    task = Task.objects.get(subject="Send the offer")
    assert task.related == [
        {"object": "accounts", "id": str(account.pk)}, {"object": "contacts", "id": str(contact.pk)},
    ]  # fmt: skip


def test_a_refused_task_keeps_what_it_is_about(ada: Actor) -> None:
    account = an_account(ada)

    answer = browser_of(ada).post("/tasks/new", {"subject": "", "related": f"accounts:{account.pk}"}, headers=PART)

    assert answer.status_code == 422
    assert ("related", f"accounts:{account.pk}") in sent(answer.text)
    assert "<span>Hengtong Precision</span>" in answer.text


def test_the_last_record_is_taken_off_a_task(ada: Actor) -> None:
    account = an_account(ada)
    task = a_task(ada, account)
    browser = browser_of(ada)
    form = sent(browser.get(f"/tasks/{task.pk}/edit", headers=PART).text)
    assert ("related", f"accounts:{account.pk}") in form

    browser.post(f"/tasks/{task.pk}/edit", {name: value for name, value in form if name != "related"}, headers=PART)

    task.refresh_from_db()
    assert task.related == []


def test_an_address_brings_along_what_a_new_task_is_about(ada: Actor) -> None:
    account = an_account(ada)

    page = browser_of(ada).get(f"/tasks/new?related=accounts:{account.pk}").text

    assert ("related", f"accounts:{account.pk}") in sent(page)


def test_records_that_one_may_not_see_are_counted_after_those_that_one_may(cast: Cast) -> None:
    account, theirs, other = an_account(cast.ada), a_contact(cast.cyd), a_contact(cast.cyd, full_name="Li Na")
    about = references(theirs, account, other)
    task = a_record(
        "tasks", cast.ada, by=cast.root, subject="Send the offer", related=about, due_at="2026-01-05T09:00:00Z"
    )
    browser = browser_of(cast.ada)

    listed = browser.get("/tasks").text
    page = browser.get(f"/tasks/{task.pk}").text
    day = browser.get("/").text

    assert "Hengtong Precision +2<" in listed
    assert "…, " not in listed
    assert 'title="2 more that you may not see">+2</span>' in page
    assert str(theirs.pk) not in page
    assert "Hengtong Precision +2" in day
