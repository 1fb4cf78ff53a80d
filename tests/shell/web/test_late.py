"""What is late is told in red, and only while it can still be late."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.casting import Cast, a_deal
from tests.signing import browser_of

EXPECTED = timezone.now().date() - timedelta(days=40)


@pytest.mark.parametrize("path", ["/deals", "/deals?layout=groups&by=owner"])
@pytest.mark.parametrize(("closed", "late"), [(False, True), (True, False)])
def test_an_expected_close_is_late_while_the_deal_is_open(cast: Cast, path: str, closed: bool, late: bool) -> None:
    a_deal(cast.ada, stage="Won" if closed else "Qualified", expected_close_on=str(EXPECTED))

    page = browser_of(cast.ada).get(path).text

    assert f'datetime="{EXPECTED}"' in page
    assert (f'datetime="{EXPECTED}" title="" class="bad"' in page) is late
