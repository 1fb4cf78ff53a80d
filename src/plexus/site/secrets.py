"""The key that signs sessions and links: made once, kept in the data folder for its owner's eyes."""

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key

NAME = "secret-key"


def secret_key(data: Path) -> str:
    """The key of this data folder, made if absent; without a folder, one that lasts as long as this process."""
    try:
        return _kept(data / NAME)
    except FileNotFoundError:
        return get_random_secret_key()


def _kept(file: Path) -> str:
    if file.exists():
        return file.read_text().strip()
    making = file.with_name(f"{NAME}.{os.getpid()}")
    making.touch(mode=0o600)
    making.write_text(get_random_secret_key())
    try:
        os.link(making, file)
    except FileExistsError:
        pass
    finally:
        making.unlink()
    return file.read_text().strip()
