"""What keeps the look whole: one place for colours and sizes, and nothing in HTML that the content policy forbids."""

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src/plexus"
STYLES = sorted(path for path in (SOURCE / "shell/assets/css").glob("*.css") if path.name != "tokens.css")
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))

VALUE = re.compile(r"(?<![\w-])(?:oklch\(|rgba?\(|hsla?\(|#[0-9a-fA-F]{3,8}\b|(?:\d*\.)?\d+px)")
# Off-screen text is one pixel; media queries cannot read tokens; a face derives its tint from its own hue.
ALLOWED = re.compile(r"@media[^{]*|(?:width|height): 1px|margin: -1px|--tint(?:-ink)?: light-dark\(.*?\)\);")
INLINE = re.compile(
    r"""\sstyle=|\son[a-z]+=["']|<style|javascript:"""
    r"""|<script(?![^>]*\b(?:src=|type="application/json"))"""
)
# A rule within a query of the window; a comma that parts selectors, not one inside of :is(…); a class by itself.
IN_MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
APART, CLASS = re.compile(r",(?![^(]*\))"), re.compile(r"\.[\w-]+")


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_colours_and_sizes_come_from_the_tokens(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)

    assert VALUE.findall(ALLOWED.sub("", text)) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_have_no_inline_style_or_script(path: Path) -> None:
    assert INLINE.findall(path.read_text()) == []


def test_every_style_sheet_is_bundled() -> None:
    bundles = "".join((SOURCE / "shell/assets" / name).read_text() for name in ("css/app.css", "js/docs.js"))

    assert [path.name for path in STYLES if path.name != "app.css" and f'/{path.name}"' not in bundles] == []


def test_no_two_parts_of_a_page_share_the_name_of_a_class() -> None:
    """A class that two files dress would be dressed twice on either page."""
    found: dict[str, set[str]] = {}
    for path in STYLES:
        text = IN_MEDIA.sub("", re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL))
        for selectors in re.findall(r"([^{}]+)\{", text):
            for one in APART.split(selectors.strip()):
                if CLASS.fullmatch(one.strip()):
                    found.setdefault(one.strip(), set()).add(path.name)

    assert {name: files for name, files in found.items() if len(files) > 1} == {}
