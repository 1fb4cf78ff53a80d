"""Templates show what the components hold."""

from pathlib import Path

import pytest
from django.apps import apps
from django.template.loader import get_template, render_to_string
from django.utils import translation

from plexus.shell.components.feedback import Conflict, Disagreement, Empty, Progress
from plexus.shell.components.forms import Control, Option
from plexus.shell.components.icons import icon_html
from plexus.shell.components.marks import Chip

TEMPLATES = Path(__file__).parents[3] / "src/plexus/shell/templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("name", NAMES)
def test_every_template_compiles(name: str) -> None:
    if name.startswith(("account/", "allauth/")) and not apps.is_installed("allauth"):
        pytest.skip("They dress django-allauth, which is not installed here.")

    get_template(name)


def test_a_control_ties_its_label_hint_and_error_together() -> None:
    control = Control("phone", "Phone", hint="With the country.", errors=("Not a number.",), required=True)

    html = render_to_string("shell/components/control.html", {"control": control})

    assert '<label for="f-phone">Phone' in html
    assert 'aria-invalid="true" aria-describedby="f-phone-hint f-phone-error"' in html
    assert 'id="f-phone-hint">With the country.' in html
    assert 'id="f-phone-error"' in html


def test_radio_buttons_stand_in_a_named_group() -> None:
    control = Control("source", "Source", "radio", options=(Option("a", "Fair", chosen=True), Option("b", "Web")))

    html = render_to_string("shell/components/control.html", {"control": control})

    assert "<legend>Source</legend>" in html
    assert 'value="a" checked' in html


def test_text_of_people_is_escaped() -> None:
    html = render_to_string("shell/components/chip.html", {"chip": Chip("is", "<b>", off_url='?"')})

    assert "<b>&lt;b&gt;</b>" in html
    assert 'href="?&quot;"' in html


def test_unfinished_work_asks_again_and_finished_work_does_not() -> None:
    running = Progress("Import", "3 of 10", 3, 10, url="/jobs/1")
    done = Progress("Import", "10 of 10", 10, 10, state="done", url="/jobs/1")

    html = [render_to_string("shell/components/progress.html", {"progress": each}) for each in (running, done)]

    assert ['hx-trigger="every 1s"' in each for each in html] == [True, False]
    assert 'value="3" max="10"' in html[0]


def test_a_conflict_starts_from_what_i_wrote() -> None:
    conflict = Conflict("Ben", "just now", (Disagreement("city", "City", "Suzhou", "Wuxi", "Ningbo"),), "/c/1", "4")

    html = render_to_string("shell/components/conflict.html", {"conflict": conflict})

    assert 'name="keep_city" value="mine" checked' in html
    assert 'name="version" value="4"' in html


def test_an_icon_is_decorative_and_an_unknown_one_is_neutral() -> None:
    assert 'aria-hidden="true"' in icon_html("house")
    assert icon_html("no-such-icon") == icon_html("shapes")


def test_an_empty_page_teaches_in_the_readers_language() -> None:
    with translation.override("en"):
        html = render_to_string("shell/components/empty.html", {"empty": Empty("No contacts yet", "Import some.")})

    assert "<h2>No contacts yet</h2>" in html
