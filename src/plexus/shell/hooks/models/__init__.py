"""Webhooks, what they have to send, and each attempt to."""

from plexus.shell.hooks.models.attempt import Attempt
from plexus.shell.hooks.models.message import Message, State
from plexus.shell.hooks.models.webhook import EVENTS, Webhook

__all__ = ["EVENTS", "Attempt", "Message", "State", "Webhook"]
