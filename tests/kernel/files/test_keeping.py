"""Bytes are kept once, apart for each firm, within bounds, and swept when nothing uses them any more."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core import signing
from tests.casting import NOW, Cast, a_file, an_account, uploaded
from tests.kernel.files.drawing import HTML

from plexus.kernel.files import jobs, keeping
from plexus.kernel.files.models import File
from plexus.kernel.files.refusals import FileEmpty, FileTooBig, KindRefused
from plexus.kernel.identity.actor import Actor
from plexus.kernel.records import bulk, changing, undoing
from plexus.kernel.records.acting import acting
from plexus.kernel.records.refusals import Invalid
from plexus.kernel.schema import registry

FIRM, OTHER = UUID(int=1), UUID(int=2)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """A data folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


def _there(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_the_same_bytes_are_kept_once_in_each_firm(folder: Path) -> None:
    digest = hashlib.sha256(b"offer").hexdigest()

    first = keeping.receive(FIRM, "a.txt", [b"of", b"fer"])
    again = keeping.receive(FIRM, "b.txt", [b"offer"])
    keeping.receive(OTHER, "a.txt", [b"offer"])

    assert first == again == keeping.Kept(digest, 5, "text/plain")
    assert _there(folder) == [f"{FIRM}/{digest[:2]}/{digest}", f"{OTHER}/{digest[:2]}/{digest}"]
    assert keeping.path_of(FIRM, digest).stat().st_mode & 0o777 == 0o600


def test_what_is_too_large_empty_or_unwelcome_leaves_nothing(folder: Path, settings: Any) -> None:
    settings.PLEXUS_FILE_BYTES = 1024**2
    settings.PLEXUS_FILE_TYPES_REFUSED = ["text/html", "application/x-*"]

    with pytest.raises(FileTooBig, match="larger than 1 MB"):
        keeping.receive(FIRM, "a.txt", [b"x" * 1024**2, b"x"])
    with pytest.raises(FileEmpty):
        keeping.receive(FIRM, "a.txt", [])
    with pytest.raises(KindRefused, match="text/html"):
        keeping.receive(FIRM, "holiday.png", [HTML])
    with pytest.raises(KindRefused, match="executable"):
        keeping.receive(FIRM, "holiday.png", [b"\x7fELF\x02"])

    assert _there(folder) == []


def test_only_the_kinds_that_are_named_are_taken(settings: Any) -> None:
    settings.PLEXUS_FILE_TYPES = ["image/*", "application/pdf"]

    assert keeping.receive(FIRM, "a", [b"%PDF-1.7"]).media_type == "application/pdf"
    with pytest.raises(KindRefused):
        keeping.receive(FIRM, "a.pdf", [b"text"])


def test_knowing_a_digest_is_not_having_the_bytes(ada: Actor) -> None:
    kept = keeping.receive(ada.workspace_id, "a.txt", [b"secret"])
    related = [{"object": "accounts", "id": str(an_account(ada).pk)}]
    files = registry.standard().object("files")

    for content in (kept.digest, f"{kept.digest}:guessed", signing.Signer(salt="other").sign(kept.digest)):
        with acting(ada), pytest.raises(Invalid) as refused:
            changing.create(
                actor=ada, about=files, values={"name": "a", "content": content, "related": related}, now=NOW
            )
        assert [each.code for each in refused.value.fields] == ["not_an_upload"]


def test_bytes_of_another_firm_are_not_there(ada: Actor, eve: Actor) -> None:
    theirs = uploaded(eve, b"their own offer")
    files = registry.standard().object("files")
    related = [{"object": "accounts", "id": str(an_account(ada).pk)}]

    with acting(ada), pytest.raises(Invalid) as refused:
        changing.create(actor=ada, about=files, values={"name": "a", "content": theirs, "related": related}, now=NOW)

    assert [(each.field, each.code) for each in refused.value.fields] == [("content", "gone")]


def test_a_file_stays_what_it_is_and_belongs_to_something(ada: Actor) -> None:
    made = a_file(ada, an_account(ada), name="..\\folder/of\u202efdp.exe", content=b"%PDF-1.7")
    files = registry.standard().object("files")

    assert (made.name, made.media_type, made.size) == ("offdp.exe", "application/pdf", 8)
    for values, code in (({"content": uploaded(ada)}, "fixed"), ({"related": []}, "required")):
        with acting(ada), pytest.raises(Invalid) as refused:
            changing.update(actor=ada, about=files, record_id=made.pk, values=values, now=NOW)
        assert [each.code for each in refused.value.fields] == [code]


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_bytes_go_long_after_the_last_file_made_of_them(folder: Path, cast: Cast) -> None:
    about = registry.standard().object("files")
    made = a_file(cast.root, an_account(cast.root), content=b"used")
    keeping.receive(cast.root.workspace_id, "a", [b"never used"])
    used, unused = (
        keeping.path_of(cast.root.workspace_id, hashlib.sha256(each).hexdigest()) for each in (b"used", b"never used")
    )
    jobs.sweep()
    assert (used.exists(), unused.exists()) == (True, True)

    _later(folder, jobs.UNUSED_DAYS + 1)
    jobs.sweep()
    assert (used.exists(), unused.exists()) == (True, False)

    with acting(cast.root):
        changing.trash(actor=cast.root, about=about, record_id=made.pk, now=NOW)
    _later(folder, jobs.UNUSED_DAYS + 1)
    jobs.sweep()
    assert used.exists(), "what lies in the trash can come back"

    with acting(cast.root):
        gone = bulk.purge_many(actor=cast.root, about=about, rows=[made.pk])
    jobs.sweep()
    with acting(cast.root):
        undoing.undo_cause(actor=cast.root, cause_id=gone.cause_id, now=NOW)  # type: ignore[arg-type]
        assert File.objects.filter(pk=made.pk).exists()
        bulk.purge_many(actor=cast.root, about=about, rows=[made.pk])
    assert used.exists()
    _later(folder, jobs.UNUSED_DAYS + 1)
    jobs.sweep()
    assert _there(folder) == []


def _later(folder: Path, days: int) -> None:
    """Everything there is so many days old."""
    moment = time.time() - days * jobs.DAY
    for path in folder.rglob("*"):
        os.utime(path, (moment, moment))
