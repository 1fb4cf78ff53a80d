"""`plexus token create --user EMAIL`: a token for programs, printed alone."""

import argparse

from django.utils.translation import gettext as _

from plexus.kernel.values.refusals import gettext_noop
from plexus.site.command.verb import Exit, Output, Verb


class Token(Verb):
    """The secret is printed once and kept nowhere."""

    help = gettext_noop("make an API token")

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """For whom, for what, for how long."""
        parser.add_argument("verb", choices=("create",), metavar="create", help=_("what to do"))
        parser.add_argument("--user", metavar="EMAIL", required=True, help=_("the person as whom the program acts"))
        parser.add_argument("--name", default="plexus token", help=_("what it is for"))
        parser.add_argument(
            "--scope", action="append", metavar="SCOPE", help=_("such as accounts:read; again for more (without: *)")
        )
        parser.add_argument("--days", type=int, help=_("how many days it works (without: until it is revoked)"))

    def run(self, asked: argparse.Namespace, output: Output) -> Exit:
        """Print the token alone."""
        # Not at the top: the overview of subcommands does without.
        from plexus.site.command import hiring  # noqa: PLC0415

        made = hiring.make_token(
            workspace=asked.workspace, email=asked.user, name=asked.name, scopes=asked.scope or ["*"], days=asked.days
        )
        output.say(made.secret)
        output.result({"token": made.secret, "id": made.token.pk, "scopes": made.token.scopes, "user": asked.user})
        return Exit.DONE


VERB = Token()
