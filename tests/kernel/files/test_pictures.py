"""Small pictures are drawn anew: upright, bounded, and without what a file carries beside its points."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PIL import Image
from tests.kernel.files.drawing import SVG, a_bomb, a_photograph, a_picture

from plexus.kernel.files import keeping, pictures
from plexus.kernel.files.queries.content import Content
from plexus.kernel.files.refusals import NoPreview

FIRM = UUID(int=1)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """A data folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path


def _content(given: bytes, media_type: str = "") -> Content:
    kept = keeping.receive(FIRM, "a", [given])
    return Content(keeping.path_of(FIRM, kept.digest), "a", media_type or kept.media_type, kept.size, kept.digest)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_is_drawn_small_and_kept(folder: Path, kind: str) -> None:
    content = _content(a_picture(kind, (2000, 1000)))

    path = pictures.picture_of(FIRM, content, "small")

    assert path == folder / "previews" / str(FIRM) / f"{content.digest}-small.webp"
    with Image.open(path) as drawn:
        assert (drawn.format, drawn.size) == ("WEBP", (320, 160))
    assert pictures.picture_of(FIRM, content, "small") == path


def test_a_photograph_stands_upright_and_says_nothing_of_its_place() -> None:
    given = a_photograph()
    assert b"Secret Camera" in given

    path = pictures.picture_of(FIRM, _content(given), "large")

    assert b"Secret Camera" not in path.read_bytes()
    with Image.open(path) as drawn:
        assert drawn.size == (400, 640)
        assert dict(drawn.getexif()) == {}


@pytest.mark.parametrize(
    ("given", "media_type"),
    [
        (a_bomb(), ""),
        (a_picture()[:200], ""),
        (SVG, ""),
        (SVG, "image/png"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "image/png"),
        (a_picture("TIFF"), "image/png"),
    ],
)
def test_what_cannot_be_drawn_safely_is_not(folder: Path, given: bytes, media_type: str) -> None:
    with pytest.raises(NoPreview):
        pictures.picture_of(FIRM, _content(given, media_type), "small")

    assert [path for path in (folder / "previews").rglob("*") if path.is_file()] == []


def test_there_are_no_other_sizes() -> None:
    with pytest.raises(NoPreview):
        pictures.picture_of(FIRM, _content(a_picture()), "../../huge")
