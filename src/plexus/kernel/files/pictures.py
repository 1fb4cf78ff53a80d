"""Small pictures of pictures, drawn anew: what was uploaded never reaches a browser as a picture itself.

Drawing anew leaves behind whatever else a file carries: where a photograph was taken, or a script in its tail.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from PIL import Image, ImageOps, UnidentifiedImageError

from plexus.kernel.files.queries.content import Content
from plexus.kernel.files.refusals import NoPreview

# Only these decoders of Pillow's many ever see a file of ours.
DRAWN = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
SIZES = {"small": 320, "large": 1600}
# A picture of more points than this is not unfolded: a small file can claim to be a huge one.
MOST_PIXELS = 60_000_000
BROKEN = (
    UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning, OSError, ValueError,
    SyntaxError, EOFError, MemoryError,
)  # fmt: skip


def is_drawn(media_type: str) -> bool:
    """Whether there are pictures of files of a kind."""
    return media_type in DRAWN


def picture_of(workspace_id: UUID, content: Content, size: str) -> Path:
    """The picture of a file in a size, drawn when it is first asked for; raises `NoPreview`."""
    if content.media_type not in DRAWN or size not in SIZES:
        raise NoPreview
    path = folder() / str(workspace_id) / f"{content.digest}-{size}.webp"
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _draw(content, SIZES[size], path)
    return path


def folder() -> Path:
    """Where drawn pictures lie; they can be drawn again, so no backup holds them."""
    return Path(settings.MEDIA_ROOT).with_name("previews")


def _draw(content: Content, longest: int, path: Path) -> None:
    coming = path.with_name(f".{uuid4()}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            _drawn(content, longest).save(coming, "WEBP", quality=82)
        coming.replace(path)
    except BROKEN as error:
        raise NoPreview from error
    finally:
        coming.unlink(missing_ok=True)


def _drawn(content: Content, longest: int) -> Image.Image:
    """The first picture of a file, upright, no larger than asked, and nothing but its points."""
    with Image.open(content.path, formats=[DRAWN[content.media_type]]) as given:
        if given.width * given.height > MOST_PIXELS:
            raise NoPreview
        given.draft("RGB", (longest, longest))
        upright = ImageOps.exif_transpose(given)
        upright.thumbnail((longest, longest))
        points = upright.convert("RGBA" if "A" in upright.getbands() or "transparency" in given.info else "RGB")
    bare = Image.new(points.mode, points.size)
    bare.paste(points)
    return bare
