"""Files on a record: what is there, and the place to put more."""

from dataclasses import dataclass

from plexus.shell.components.menus import MenuItem


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
    """A file shown large: a picture of ours, or a PDF in the browser's own viewer."""

    name: str
    fetch_url: str
    url: str
    picture_url: str = ""
    pdf_url: str = ""
