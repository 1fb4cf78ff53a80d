"""What can keep Plexus from running, each said as a sentence."""

from typing import ClassVar

from django.utils.functional import Promise


class Trouble(Exception):
    """Plexus cannot run as asked; `str()` says why and what to do, in the language of the reader."""

    message: ClassVar[str | Promise]

    def __init__(self, **values: object) -> None:
        super().__init__()
        self.values = values

    def __str__(self) -> str:
        return str(self.message) % self.values
