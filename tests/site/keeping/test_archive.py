"""A backup file that somebody wrote by hand puts nothing beside its folders."""

from __future__ import annotations

import io
import json
import tarfile
from dataclasses import asdict
from pathlib import Path

import pytest

from plexus.site.keeping.archive import MANIFEST, Manifest, opened
from plexus.site.keeping.troubles import NotABackup


def _forged(file: Path, part: str) -> Path:
    """A backup that says it holds one part of this name."""
    said = Manifest("2026-03-02T08:00:00+00:00", "1", "18", (), {}, {part: "0" * 64})
    text = json.dumps(asdict(said)).encode()
    entry = tarfile.TarInfo(MANIFEST)
    entry.size = len(text)
    with tarfile.open(file, "w:") as tar:
        tar.addfile(entry, io.BytesIO(text))
    return file


@pytest.mark.parametrize("part", ["", ".", "../secret-key", "/etc/passwd", "files/../../x", "postgres/PG_VERSION"])
def test_a_part_that_lies_elsewhere_makes_it_no_backup(tmp_path: Path, part: str) -> None:
    file = _forged(tmp_path / "forged", part)

    with opened(file) as backup, pytest.raises(NotABackup):
        backup.prove()

    assert [each.name for each in tmp_path.iterdir()] == ["forged"]
