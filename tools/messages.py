"""Renew the message catalogues: every text of the source, translated or waiting, and nothing that is gone."""

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "plexus"
# What each function takes: the place of the context, then of the text and of its plural.
CALLS: dict[str, tuple[int | None, tuple[int, ...]]] = {
    "_": (None, (0,)),
    "N_": (None, (0,)),
    "gettext": (None, (0,)),
    "gettext_lazy": (None, (0,)),
    "gettext_noop": (None, (0,)),
    "ngettext": (None, (0, 1)),
    "ngettext_lazy": (None, (0, 1)),
    "pgettext": (0, (1,)),
    "pgettext_lazy": (0, (1,)),
    "npgettext": (0, (1, 2)),
    "npgettext_lazy": (0, (1, 2)),
}
IN_TEMPLATES: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}

Text = str | tuple[str, ...]
HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: Plexus\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


def main(given: list[Path]) -> int:
    """Write every catalogue anew, with what the given files translate, and say how much waits for a translator."""
    found = template(PACKAGE)
    waiting = 0
    for path in catalogues(PACKAGE):
        renewed = renew(path, found, given)
        missing = [message for message in renewed if message.id and not whole(message)]
        waiting += len(missing)
        print(f"{path.relative_to(PACKAGE)}: {len(renewed)} texts, {len(missing)} without a translation")
        for message in missing:
            print("  ", message.context or "", repr(message.id))
    return 1 if waiting else 0


def catalogues(package: Path) -> list[Path]:
    """Return the catalogues that the package has, one a language."""
    return sorted(package.glob("locale/*/LC_MESSAGES/django.po"))


def template(package: Path) -> Catalog:
    """Return every text that the package's Python and templates mark, with the files that do so."""
    found = Catalog(project="Plexus", charset="utf-8", fuzzy=False)
    for path in sorted(package.rglob("*")):
        where = path.relative_to(package).as_posix()
        for text, context in texts(path):
            found.add(text, context=context, locations=[(where, 1)])
    return found


def texts(path: Path) -> Iterator[tuple[Text, str | None]]:
    """Give the texts that one file marks, each with its context."""
    if path.suffix == ".py":
        yield from texts_of_python(path.read_text(encoding="utf-8"))
    elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
        yield from texts_of_template(path.read_text(encoding="utf-8"))


def texts_of_python(source: str) -> Iterator[tuple[Text, str | None]]:
    """Give what calls of gettext's functions mark, within f-strings too; a text that is computed is no text."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id=name), args=args) if name in CALLS:
                before, places = CALLS[name]
                given = [each.value if isinstance(each, ast.Constant) else None for each in args]
                forms = tuple(str(given[place]) for place in places if place < len(given) and given[place])
                if len(forms) == len(places):
                    yield forms if len(forms) > 1 else forms[0], None if before is None else str(given[before])


def texts_of_template(source: str) -> Iterator[tuple[Text, str | None]]:
    """Give what a page marks; in brackets, so that what is left of its indentation means nothing to Python."""
    code = f"(\n{templatize(source)}\n)".encode()
    for _line, text, _comments, context in extract("python", io.BytesIO(code), IN_TEMPLATES):
        if text:
            yield text, context


def read(path: Path, language: str) -> Catalog:
    """Return the catalogue in a file."""
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def renew(path: Path, found: Catalog, given: list[Path]) -> Catalog:
    """Bring one catalogue to what the source says now, keep its translations, fill gaps from others, compile it."""
    language = path.parent.parent.name
    catalogue = read(path, language)
    catalogue.update(found, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    for other in given:
        fill(catalogue, read(other, language))
    for message in catalogue:
        message.locations = sorted({(where, 1) for where, _line in message.locations})
    written = io.BytesIO()
    write_po(written, catalogue, width=120, sort_output=True, omit_header=True, include_lineno=False)
    header = HEADER.format(language=language, plurals=catalogue.plural_forms)
    path.write_bytes(header.encode() + written.getvalue())
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)
    return catalogue


def fill(catalogue: Catalog, other: Catalog) -> None:
    """Take from another catalogue the translations that this one lacks."""
    for message in catalogue:
        if whole(message) or (known := other.get(message.id, message.context)) is None:
            continue
        if isinstance(message.id, str) == isinstance(known.string, str) and whole(known):
            message.string = known.string


def whole(message: Message) -> bool:
    """Tell whether every form of a text has its translation."""
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    return bool(forms) and all(forms)


if __name__ == "__main__":
    sys.exit(main([Path(argument) for argument in sys.argv[1:]]))
