"""The catalogues of translations, whose sentences are spaced as Chinese is written when their places are filled."""

from django.utils.translation import trans_real

from plexus.kernel.values.spacing import sentence


class Catalogue(trans_real.DjangoTranslation):
    """Everything in one language; each text comes out of here, whoever asks: code, templates, refusals."""

    def gettext(self, message: str) -> str:
        """The translation of a text."""
        return sentence(super().gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The translation of a text for a number of things."""
        return sentence(super().ngettext(msgid1, msgid2, n))


def install() -> None:
    """Let Django make its catalogues of this class; it offers no other way."""
    setattr(trans_real, "DjangoTranslation", Catalogue)  # noqa: B010 (a type is not assigned to)
