"""Install Plexus into a virtual environment: `python3 tools/install.py VENV run|dev`. Needs only Python itself.

Kept to syntax that an old Python can read, so that it can say that it is too old.
"""

import os
import subprocess
import sys

OLDEST = (3, 11)
NO_ENSUREPIP = """\
This Python (%s) cannot make virtual environments: its module ensurepip is missing.
On Debian or Ubuntu install it with:  apt-get install python3-venv
or name another Python:               make %s PYTHON=/path/to/python3"""


def main(venv: str, kind: str) -> None:
    """Make the environment if absent or broken, install what the lock file names, and Plexus as it stands here."""
    if sys.version_info < OLDEST:
        sys.exit(
            "Plexus needs Python %d.%d or newer; this is %d.%d. Name another one: make PYTHON=…"
            % (*OLDEST, *sys.version_info[:2])
        )
    python = os.path.join(venv, "bin", "python")
    if not _works(python):
        _make(venv, kind)
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    _run([*pip, "--require-hashes", "--requirement", "requirements/%s.lock" % kind])
    isolation = ["--no-build-isolation"] if kind == "dev" else []
    _run([*pip, "--no-deps", *isolation, "--editable", "."])
    _run([python, "-m", "compileall", "-q", "src"])
    with open(os.path.join(venv, "." + kind), "w"):
        pass


def _make(venv: str, kind: str) -> None:
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        sys.exit(NO_ENSUREPIP % (sys.executable, "run" if kind == "run" else "test"))
    print("Making %s …" % venv)
    _run([sys.executable, "-m", "venv", "--clear", venv])


def _works(python: str) -> bool:
    try:
        return subprocess.call([python, "-c", "import pip"], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def _run(command: "list[str]") -> None:
    code = subprocess.call(command)
    if code != 0:
        sys.exit("This failed (%d): %s" % (code, " ".join(command)))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
