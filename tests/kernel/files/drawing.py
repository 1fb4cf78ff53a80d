"""Pictures and other files as people have them."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
HTML = b"<!DOCTYPE html><script>alert(document.cookie)</script>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def a_picture(kind: str = "PNG", size: tuple[int, int] = (640, 400), **more: object) -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 60)).save(out, kind, **more)
    return out.getvalue()


def a_photograph() -> bytes:
    """A photograph that lies on its side and says where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Secret Camera"
    exif.get_ifd(0x8825)[1] = "N"
    return a_picture("JPEG", (640, 400), exif=exif.tobytes())


def a_bomb(side: int = 50_000) -> bytes:
    """A small file that claims to be a picture of billions of points."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )
