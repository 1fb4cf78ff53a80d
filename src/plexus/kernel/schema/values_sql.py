"""SQL that reads the text of a custom value as what it is meant to be; what is none is nothing, never an error.

So an index may stand on them, and row-level security lets it be asked: they tell of a value what they give and no more.
"""

from __future__ import annotations

_LEAP = r"(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
_DAY = (
    r"(?!0000)(?:\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)"
    rf"|02-(?:0[1-9]|1\d|2[0-8]))|{_LEAP}-02-29)"
)
_HOUR = r"T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)"

# Each with the type that it gives and what the text must look like.
READERS = {
    "custom_day": ("date", _DAY),
    "custom_moment": ("timestamptz", _DAY + _HOUR),
    "custom_number": ("numeric(18, 4)", r"-?\d{1,14}(?:\.\d{1,20})?"),
    "custom_whole": ("bigint", r"-?\d{1,18}"),
    "custom_truth": ("boolean", "true|false"),
    "custom_key": ("uuid", r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"),
}


def _reader(name: str, kind: str, shape: str) -> str:
    return f"""
    CREATE FUNCTION {name}(given text) RETURNS {kind.partition("(")[0]}
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
    BEGIN
        RETURN CASE WHEN given ~ '^(?:{shape})$' THEN given::{kind} END;
    END $$;
    """


FUNCTIONS = "".join(_reader(name, *meant) for name, meant in READERS.items())
REMOVED = "".join(f"DROP FUNCTION {name}(text);" for name in READERS)
