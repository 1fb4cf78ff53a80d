"""Every text of the source is in every catalogue, translated, and nothing else is."""

import re

import pytest
from babel.messages.catalog import Catalog, Message

from tools import messages

CATALOGUES = messages.catalogues(messages.PACKAGE)
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
QUOTED = re.compile('"[^"]*"')  # A value in an example may be Chinese.
CHINESE = re.compile(r"[\u3400-\u9fff]")

Key = tuple[tuple[str, ...], str | None]


@pytest.fixture(params=CATALOGUES, ids=lambda path: path.parent.parent.name)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    return messages.read(request.param, request.param.parent.parent.name)


@pytest.fixture(scope="module")
def source() -> Catalog:
    return messages.template(messages.PACKAGE)


def test_every_text_of_the_source_is_in_the_catalogue_and_no_other(catalogue: Catalog, source: Catalog) -> None:
    wanted, held = _keys(source), _keys(catalogue)

    assert (wanted - held, held - wanted) == (set(), set()), "run `make messages`"


def test_no_text_waits_for_a_translator(catalogue: Catalog) -> None:
    assert [message.id for message in _texts(catalogue) if message.fuzzy or not messages.whole(message)] == []


def test_translations_keep_the_placeholders(catalogue: Catalog) -> None:
    assert [message.id for message in _texts(catalogue) if not _keeps_placeholders(message)] == []


def test_the_source_is_written_in_english(source: Catalog) -> None:
    said = [QUOTED.sub("", _forms(message.id)[0]) for message in _texts(source)]

    assert [text for text in said if CHINESE.search(text)] == []


def test_a_text_within_an_f_string_is_found() -> None:
    assert list(messages.texts_of_python("""f"{gettext('weighted')} {amount}" """)) == [("weighted", None)]


def test_a_text_of_a_template_is_found_with_its_context() -> None:
    page = '  {% translate "Next" context "page" %}\n{% blocktranslate with a=b %}Hello {{ a }}{% endblocktranslate %}'

    assert list(messages.texts_of_template(page)) == [("Next", "page"), ("Hello %(a)s", None)]


def _texts(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def _keys(catalogue: Catalog) -> set[Key]:
    return {(_forms(message.id), message.context) for message in _texts(catalogue)}


def _forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def _keeps_placeholders(message: Message) -> bool:
    """Compare with the last form: “one record” may leave out its number, “%(count)s records” does not."""
    wanted = sorted(PLACEHOLDER.findall(_forms(message.id)[-1]))
    return all(sorted(PLACEHOLDER.findall(form)) == wanted for form in _forms(message.string))
