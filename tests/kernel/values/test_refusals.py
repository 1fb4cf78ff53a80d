"""Refusals speak in sentences and carry stable codes."""

from __future__ import annotations

import pickle

import pytest

from plexus.kernel.values.refusals import FieldError, Refusal
from plexus.kernel.values.refusals import gettext_noop as _


class QuoteExpired(Refusal):
    """The quote passed its last valid day."""

    message = _("This quote expired on %(expired_on)s.")


class HTTPSOnly(Refusal):
    """Plain HTTP is not served."""

    message = _("100%% of pages need HTTPS.")


def test_a_refusal_reads_as_its_sentence() -> None:
    assert str(QuoteExpired(expired_on="2026-11-22")) == "This quote expired on 2026-11-22."


def test_a_refusal_speaks_the_language_of_the_door() -> None:
    chinese = {QuoteExpired.message: "该报价已于 %(expired_on)s 过期。"}

    sentence = QuoteExpired(expired_on="2026-11-22").sentence(chinese.__getitem__)

    assert sentence == "该报价已于 2026-11-22 过期。"


def test_a_code_is_the_class_name_in_snake_case() -> None:
    assert (QuoteExpired.code, HTTPSOnly.code) == ("quote_expired", "https_only")


def test_a_percent_sign_is_always_doubled_in_templates() -> None:
    assert str(HTTPSOnly()) == "100% of pages need HTTPS."


def test_a_refusal_names_the_fields_at_fault() -> None:
    wrong = FieldError("amount", "too_large", _("At most %(most)s."), {"most": 10})

    with pytest.raises(QuoteExpired) as caught:
        raise QuoteExpired(fields=[wrong], expired_on="today")

    assert [(error.field, error.sentence()) for error in caught.value.fields] == [("amount", "At most 10.")]


def test_a_refusal_survives_a_pickle() -> None:
    refusal = QuoteExpired(expired_on="2026-11-22")

    again = pickle.loads(pickle.dumps(refusal))

    assert (str(again), again.fields) == (str(refusal), [])
