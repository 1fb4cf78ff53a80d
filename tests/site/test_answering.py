"""Under which names Plexus answers."""

import pytest

from plexus.site.serving.answering import LOCAL_NAMES, hosts


@pytest.mark.parametrize(
    ("host", "origin", "named", "expected"),
    [
        ("127.0.0.1", "", "", LOCAL_NAMES),
        ("0.0.0.0", "", "", "*"),
        ("127.0.0.1", "https://crm.example.com", "", f"{LOCAL_NAMES},crm.example.com"),
        ("0.0.0.0", "https://crm.example.com", "", f"{LOCAL_NAMES},crm.example.com"),
        ("127.0.0.1", "", "crm.example.com,crm", f"{LOCAL_NAMES},crm.example.com,crm"),
    ],
)
def test_it_answers_to_local_names_and_to_those_it_is_given(host: str, origin: str, named: str, expected: str) -> None:
    assert hosts(host, origin=origin, named=named) == expected
