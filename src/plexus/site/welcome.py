"""What a new Plexus offers first: a link by which its first administrator signs in, and data to look at."""


def sign_in_link(origin: str) -> str | None:
    """A one-time link for the first administrator at this origin; None once somebody can sign in."""
    return None


def load_demo() -> None:
    """Fill an empty database with a small made-up company. Does nothing the second time."""
