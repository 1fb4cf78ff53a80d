"""The shape checker finds what it is there for, and nothing else."""

from pathlib import Path

import pytest

from tools import check_shape


@pytest.mark.parametrize(
    ("place", "code", "fault"),
    [
        ("crm/utils/x.py", "", "dump module 'utils'"),
        ("crm/sales/web/board.py", "Deal.objects.all()", "1: .objects in a door"),
        ("crm/sales/queries/board.py", "deal.save()", "1: write 'save' outside actions"),
        ("crm/sales/queries/board.py", "now = timezone.now()", "1: the clock is read outside a door"),
        ("crm/sales/queries/board.py", "from django.http import Http404", "1: HTTP outside a door"),
        ("crm/sales/apps.py", "\n" * 401, "401 lines (max 400)"),
        ("crm/sales/apps.py", "def long():" + "\n    x()" * 50, "1: long has 51 lines (max 50)"),
    ],
)
def test_a_fault_is_found(tmp_path: Path, place: str, code: str, fault: str) -> None:
    path = _file(tmp_path, place, code)

    assert list(check_shape.faults(path, tmp_path)) == [fault]


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("crm/sales/actions/winning.py", "deal.save()"),
        ("crm/sales/web/board.py", "from plexus.kernel.records import changing\nchanging.create(1)\ntimezone.now()"),
        ("kernel/jobs/running.py", "Job.objects.all()"),
        ("shell/api/records.py", "from django.http import HttpResponse"),
    ],
)
def test_what_is_allowed_passes(tmp_path: Path, place: str, code: str) -> None:
    path = _file(tmp_path, place, code)

    assert list(check_shape.faults(path, tmp_path)) == []


def _file(root: Path, place: str, code: str) -> Path:
    path = root / place
    path.parent.mkdir(parents=True)
    path.write_text(code)
    return path
