"""Files on a record: what is there, and the place to put more."""

from dataclasses import dataclass

from plexus.shell.components.menus import MenuItem

ICONS = (
    ("image/", "image"), ("application/pdf", "file-text"), ("text/csv", "file-spreadsheet"), ("text/", "file-text"),
    ("video/", "film"), ("audio/", "music"), ("application/zip", "file-archive"), ("application/x-7z", "file-archive"),
    ("application/gzip", "file-archive"), ("application/vnd.rar", "file-archive"),
    ("application/vnd.openxmlformats-officedocument.spreadsheet", "file-spreadsheet"),
    ("application/vnd.ms-excel", "file-spreadsheet"),
    ("application/vnd.openxmlformats-officedocument.presentation", "presentation"),
    ("application/vnd.openxmlformats-officedocument", "file-text"), ("application/msword", "file-text"),
)  # fmt: skip


def icon_of(media_type: str) -> str:
    """The icon of a kind of file."""
    return next((icon for beginning, icon in ICONS if media_type.startswith(beginning)), "file")


@dataclass(frozen=True, slots=True)
class FileItem:
    """One file. `picture_url` is its small picture; `look_url` shows it large in the dialog; without, it is fetched."""

    name: str
    url: str
    fetch_url: str
    icon: str
    below: str = ""
    picture_url: str = ""
    look_url: str = ""
    remove: MenuItem | None = None


@dataclass(frozen=True, slots=True)
class FileBox:
    """Files, the newest first; `more` leads to all of them; more are put to `upload_url`, where that is allowed."""

    items: tuple[FileItem, ...]
    upload_url: str = ""
    more: MenuItem | None = None
    none: str = ""


@dataclass(frozen=True, slots=True)
class FileLook:
    """A file shown large: a picture of ours, or a PDF in the browser's viewer; `url` leads to what is known of it."""

    name: str
    fetch_url: str
    url: str = ""
    picture_url: str = ""
    pdf_url: str = ""
