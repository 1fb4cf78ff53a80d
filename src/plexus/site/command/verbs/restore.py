"""`plexus restore FILE`: put a backup back, whole or not at all."""

import argparse
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plexus.kernel.values.refusals import gettext_noop
from plexus.site.command import reaching
from plexus.site.command.verb import Exit, Output, Verb
from plexus.site.serving import locking
from plexus.site.serving.folders import DataFolder


class Restore(Verb):
    """Needs the data folder for itself: Plexus must not be running on it."""

    help = gettext_noop("put a backup back, into a new data folder or in the place of what is there")
    needs_database = False

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """What to put back."""
        parser.add_argument("file", metavar="FILE", type=Path, help=_("what “plexus backup” wrote"))
        parser.add_argument(
            "--replace", action="store_true", help=_("take the place of what is there; that is kept beside it")
        )
        parser.add_argument(
            "--keep-sending", action="store_true",
            help=_("let webhooks send at once; else they wait until an administrator says so"),
        )  # fmt: skip

    def run(self, asked: argparse.Namespace, output: Output) -> Exit:
        """Put it back, compare, and tell what came back."""
        # Not at the top: the overview of subcommands does without.
        from plexus.site.keeping import restoring  # noqa: PLC0415

        folder = DataFolder(Path(asked.data))
        folder.ensure()
        restoring.examine(asked.file)
        with locking.held(folder.path), reaching.made(folder) as url:
            restored = restoring.restore(
                url, folder.path, asked.file, now=timezone.now(), replacing=asked.replace, sending=asked.keep_sending
            )
        back = restored.manifest
        output.say(
            _("%(rows)s rows of %(when)s are back, every table the same as in the backup.")
            % {"rows": f"{back.rows:,}", "when": back.taken_at}
        )
        output.say(_("Start Plexus with “plexus up”; it brings the database up to date if this Plexus is newer."))
        if restored.held:
            told = ngettext(
                "%(count)d webhook waits, for this may be a copy. Let it send under Settings → Webhooks.",
                "%(count)d webhooks wait, for this may be a copy. Let them send under Settings → Webhooks.",
                restored.held,
            )
            output.say(told % {"count": restored.held})
        output.result({
            "rows": back.rows, "tables": len(back.tables), "taken_at": back.taken_at, "plexus": back.plexus,
            "webhooks_waiting": restored.held,
        })  # fmt: skip
        return Exit.DONE


VERB = Restore()
