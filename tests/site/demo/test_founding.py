from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from plexus.site.demo.actions.founding import found_demo

NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_x() -> None:
    t = time.time()
    print(found_demo(now=NOW, language="zh-hans"), time.time() - t)
