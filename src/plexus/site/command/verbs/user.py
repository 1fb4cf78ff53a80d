"""`plexus user add EMAIL`: a person who can sign in."""

import argparse
import sys

from django.utils.translation import gettext as _

from plexus.kernel.values.refusals import gettext_noop
from plexus.site.command.verb import Exit, Output, Verb


class User(Verb):
    """The first person of a new Plexus founds the workspace and administers it."""

    help = gettext_noop("add a person who can sign in")

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Who, and in which place."""
        parser.add_argument("verb", choices=("add",), metavar="add", help=_("what to do"))
        parser.add_argument("email", metavar="EMAIL", help=_("the e-mail address to sign in with"))
        parser.add_argument("--name", default="", help=_("the person's name"))
        parser.add_argument("--role", help=_("administrator, manager, sales, reader, or one of your own"))
        parser.add_argument("--team", help=_("the name of a team"))
        parser.add_argument("--password-stdin", action="store_true", help=_("read the password from standard input"))

    def run(self, asked: argparse.Namespace, output: Output) -> Exit:
        """Add the person; without a password, tell the link by which she chooses one."""
        # Not at the top: the overview of subcommands does without.
        from plexus.site.command import hiring  # noqa: PLC0415

        password = sys.stdin.readline().rstrip("\r\n") if asked.password_stdin else None
        hired = hiring.hire(
            workspace=asked.workspace,
            email=asked.email,
            name=asked.name,
            role=asked.role,
            team=asked.team,
            password=password,
        )
        output.say(_("%(email)s can sign in to %(workspace)s as %(role)s.") % hired.words())
        if hired.sign_in:
            output.say(_("Choose a password here (works once): %(link)s") % {"link": hired.sign_in})
        output.result(hired.words() | {"sign_in": hired.sign_in})
        return Exit.DONE


VERB = User()
