"""The `plexus` command: how it is used, and how it says that it is used wrongly."""

import json
from pathlib import Path

import pytest
from tests.site.running import plexus

import plexus as package
from plexus.site import command


def test_it_tells_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    code = command.main(["--version"])

    assert (code, capsys.readouterr().out) == (0, f"plexus {package.__version__}\n")


def test_it_knows_its_subcommands() -> None:
    assert {"check", "up"} <= set(command.names())


def test_an_unknown_subcommand_is_wrong_use() -> None:
    done = plexus("fly")

    assert done.returncode == 2
    assert "invalid choice: 'fly'" in done.stderr


def test_checking_an_empty_folder_says_what_is_missing(tmp_path: Path) -> None:
    done = plexus("check", "--json", "--port", "0", "--data", tmp_path / "none")

    said = json.loads(done.stdout)
    bad = [finding["name"] for finding in said["findings"] if not finding["good"]]
    assert (done.returncode, said["good"], bad) == (3, False, ["data", "database"])
    assert not (tmp_path / "none").exists()


def test_help_is_in_the_language_of_the_terminal(tmp_path: Path) -> None:
    done = plexus("check", "--help", "--data", tmp_path, LC_ALL="zh_CN.UTF-8")

    assert done.returncode == 0
