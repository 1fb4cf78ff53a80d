"""Restarting what crashes, less and less eagerly."""

import pytest

from plexus.site.serving.supervising import Watched, pause_after


class Crashing:
    """A part that ends whenever it is looked at."""

    name = "web"

    def __init__(self) -> None:
        self.starts = 0

    def start(self) -> None:
        self.starts += 1

    def exit_code(self) -> int | None:
        return 1

    def stop(self) -> None:
        raise AssertionError


def test_pauses_double_up_to_half_a_minute() -> None:
    assert [pause_after(crashes) for crashes in (1, 2, 3, 10)] == [0.5, 1.0, 2.0, 30.0]


def test_a_crashed_part_is_started_again_only_after_its_pause() -> None:
    part = Crashing()
    watched = Watched(part, started_at=0.0)

    watched.look(1.0)
    watched.look(1.4)
    early = part.starts
    watched.look(1.5)

    assert (early, part.starts, watched.crashes) == (0, 1, 1)


def test_crashes_are_forgotten_after_a_steady_minute() -> None:
    watched = Watched(Crashing(), started_at=0.0, crashes=7)

    watched.look(61.0)

    assert watched.crashes == 1


def test_a_crash_is_told_to_the_operator(capsys: pytest.CaptureFixture[str]) -> None:
    Watched(Crashing(), started_at=0.0).look(1.0)

    assert capsys.readouterr().err == "plexus: web ended (1); starting it again\n"
