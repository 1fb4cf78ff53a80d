"""Faces and sparks."""

import pytest

from plexus.shell.components.marks import Spark, hue_of, initials_of


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("张伟", "张"),
        ("Zhang Wei", "ZW"),
        ("plato", "P"),
        ("Ana Maria Costa", "AC"),
        ("", "?"),
        ("  ", "?"),
        ("شركة النور (القاهرة)", "شا"),
        ("(Acme) «Ltd»", "AL"),
        ("***", "*"),
    ],
)
def test_a_face_shows_one_chinese_character_or_two_letters(name: str, initials: str) -> None:
    assert initials_of(name) == initials


def test_a_name_keeps_its_hue() -> None:
    assert [hue_of(name) for name in ("张伟", "Zhang Wei", "")] == [11, 3, 0]


def test_a_spark_runs_from_left_to_right_and_from_low_to_high() -> None:
    spark = Spark.of("Orders", [0, 10])

    assert spark.path == "M0.0 56.0L280.0 4.0"
    assert spark.area == "M0.0 56.0L280.0 4.0V64H0Z"


def test_a_spark_of_one_value_draws_nothing() -> None:
    assert Spark.of("Orders", [3]) == Spark("Orders", "", "")
