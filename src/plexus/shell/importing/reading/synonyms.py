"""What other systems and people call the standard fields, in English and Chinese.

The words stand in `synonyms.toml`; those of an object come before those of every object.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

_Words = dict[str, dict[str, dict[str, str]]]


@cache
def of_field(object_name: str, key: str) -> tuple[str, ...]:
    """The words for one field of an object, the surest first."""
    found = [_words().get(where, {}).get(key, {}) for where in (object_name, "everywhere")]
    texts = [words.get(language, "") for words in found for language in ("en", "zh")]
    return tuple(dict.fromkeys(word for text in texts for word in text.split(" | ") if word))


@cache
def beside(object_name: str, key: str) -> str:
    """The field that the words of another may mean as well; empty without."""
    return _words().get(object_name, {}).get(key, {}).get("beside", "")


@cache
def _words() -> _Words:
    return tomllib.loads(files(__package__).joinpath("synonyms.toml").read_text("utf-8"))
