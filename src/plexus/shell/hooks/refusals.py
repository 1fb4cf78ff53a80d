"""What is refused about webhooks, and in words what went wrong with an attempt."""

from __future__ import annotations

from plexus.kernel.records.refusals import NotFound
from plexus.kernel.values.refusals import Refusal
from plexus.kernel.values.refusals import gettext_noop as _


class NoSuchWebhook(NotFound):
    """The webhook or message is not there, or belongs to somebody else."""

    message = _("There is no such webhook.")


class StillWaiting(Refusal):
    """The message has not been given up and has not arrived yet, so that there is nothing to send again."""

    message = _("This message still waits to be sent, so there is nothing to send again.")


class WebhookInvalid(Refusal):
    """A webhook that cannot be like this; each field says why."""

    message = _("Some fields need attention.")


class TooManyWebhooks(Refusal):
    """More webhooks than one person may have."""

    message = _("You have %(most)d webhooks already. Remove one that is not needed any more.")


REQUIRED = _("This field is required.")
UNKNOWN_OBJECT = _("There is no object “%(name)s”.")
UNKNOWN_EVENT = _("“%(name)s” is not an event. Use one of: %(known)s.")
ONE_OBJECT = _("A filter belongs to one object: name exactly one.")
# Why an address is refused, before or while it is used, and what else went wrong with an attempt.
SENTENCES = {
    "not_a_url": _("Write a whole address such as https://example.com/hooks, in plain letters."),
    "not_plain": _("The address must hold no user name, no password and no “#”."),
    "not_https": _("The address must begin with https://."),
    "private_address": _(
        "The address leads into a private network. Whoever runs this Plexus can allow that network by "
        "PLEXUS_WEBHOOK_NETWORKS."
    ),
    "unknown_host": _("The name of the server is unknown."),
    "timeout": _("The server did not answer in time."),
    "certificate": _("The certificate of the server is not valid."),
    "tls": _("No encrypted connection came about."),
    "connection": _("The connection broke off."),
    "redirect": _("The server wants to send us elsewhere, which we do not follow. Give the final address."),
    "status": _("The server answered with an error."),
}
GONE = _("The server answered that the address is gone for good (410).")
FAILED_TOO_LONG = _("No message has arrived for %(days)d days. The last reason: %(reason)s")
PERSON_GONE = _("The person whose rights it has does not work here any more.")
PUT_BACK = _("A backup was put back. So that a copy tells nobody anything, it waits until an administrator says so.")
SECRET_LOST = _("Its secret cannot be read, because this Plexus has another key than before. Make a new secret.")
FILTER_LOST = _("Its filter asks for what its person may not see any more, or what is there no longer.")
