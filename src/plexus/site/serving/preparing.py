"""What is done before the web server starts: migrations, and the first administrator's link. A process of its own.

`python -m plexus.site.serving.preparing ORIGIN [--demo] [--static]` prints one JSON object as its last line.
"""

import json
import os
import sys

import django
from django.core.management import call_command


def main(origin: str, *, demo: bool, static: bool) -> None:
    """Migrate as the owner, lay out static files under names that change with them, then ask who may sign in."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plexus.site.settings")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    if static:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    # Not at the top: it needs the apps.
    from plexus.kernel.workspaces import leakproof  # noqa: PLC0415
    from plexus.site import welcome  # noqa: PLC0415

    leakproof.declare()
    if demo:
        welcome.load_demo()
    print(json.dumps({"sign_in": welcome.sign_in_link(origin)}))


if __name__ == "__main__":
    main(sys.argv[1], demo="--demo" in sys.argv[2:], static="--static" in sys.argv[2:])
