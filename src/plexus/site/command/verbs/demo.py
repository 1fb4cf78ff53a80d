"""`plexus demo`: a made-up company to look at, and its removal."""

import argparse

from django.utils.translation import gettext as _

from plexus.kernel.values.refusals import gettext_noop
from plexus.site import language
from plexus.site.command.verb import Exit, Output, Verb

SLUG, SIZES, SEED = "demo", ("small", "usual"), 7


class Demo(Verb):
    """Founds a workspace of its own and never touches another."""

    help = gettext_noop("found a made-up company to look at, or remove it")

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """How the company shall be, or that it shall go."""
        parser.add_argument("--size", choices=SIZES, default=SIZES[-1], help=_("how many records"))
        parser.add_argument("--seed", type=int, default=SEED, help=_("another number makes another company"))
        parser.add_argument(
            "--language", choices=(language.ENGLISH, language.CHINESE), default=language.of_machine(),
            help=_("the language of the company"),
        )  # fmt: skip
        parser.add_argument("--remove", action="store_true", help=_("remove the demo with everything in it"))

    def run(self, asked: argparse.Namespace, output: Output) -> Exit:
        """Found or remove it, and tell what came of it."""
        slug = asked.workspace or SLUG
        return _remove(slug, output) if asked.remove else _found(slug, asked, output)


def _found(slug: str, asked: argparse.Namespace, output: Output) -> Exit:
    # Not at the top: the overview of subcommands needs no apps.
    from django.utils import timezone  # noqa: PLC0415

    from plexus.site.demo.actions import founding, living  # noqa: PLC0415

    now = timezone.now()
    demo = founding.found_demo(now=now, slug=slug, language=asked.language, size=asked.size, seed=asked.seed)
    living.live(demo.workspace_id, now=now)
    output.say(_("The demo “%(slug)s” has %(records)d records.") % {"slug": slug, "records": demo.records})
    output.result({"workspace": slug, "records": demo.records, "logins": dict(demo.logins)})
    return Exit.DONE


def _remove(slug: str, output: Output) -> Exit:
    from plexus.site.demo.actions import removing  # noqa: PLC0415

    removed = removing.remove_demo(slug=slug)
    told = {"slug": slug, "rows": removed.rows, "added": removed.added}
    output.say(_("The demo “%(slug)s” is gone: %(rows)d rows, among them %(added)d records that people added.") % told)
    output.result({"workspace": slug, "rows": removed.rows, "added_by_people": removed.added})
    return Exit.DONE


VERB = Demo()
