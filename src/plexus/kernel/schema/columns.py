"""Model fields that say more than Django's own: the kind of value a column holds."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.fields.json import KeyTextTransform

Options = dict[str, Any]


class MoneyColumn(models.DecimalField):  # type: ignore[type-arg]
    """An amount with four decimals; its currency stands in the column named by `currency`."""

    def __init__(self, *args: Any, currency: str = "currency", **kwargs: Any) -> None:
        self.currency_column = currency
        options: Options = {"max_digits": 18, "decimal_places": 4, "null": True, "blank": True} | kwargs
        super().__init__(*args, **options)


class PercentColumn(models.DecimalField):  # type: ignore[type-arg]
    """A percentage with two decimals."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        options: Options = {"max_digits": 6, "decimal_places": 2, "null": True, "blank": True} | kwargs
        super().__init__(*args, **options)


class PhoneColumn(models.CharField):  # type: ignore[type-arg]
    """A phone number as written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        options: Options = {"max_length": 50, "blank": True, "default": ""} | kwargs
        super().__init__(*args, **options)


class PointsColumn(models.JSONField):
    """A list of e-mail addresses or phone numbers, the primary one first."""

    kind = "emails"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        blank = models.Value([], models.JSONField())
        options: Options = {"default": list, "blank": True, "db_default": blank} | kwargs
        super().__init__(*args, **options)


class EmailsColumn(PointsColumn):
    """Several e-mail addresses."""

    kind = "emails"


class PhonesColumn(PointsColumn):
    """Several phone numbers."""

    kind = "phones"


class ReferencesColumn(models.JSONField):
    """References to records of any objects, as `{object, id}`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        blank = models.Value([], models.JSONField())
        options: Options = {"default": list, "blank": True, "db_default": blank} | kwargs
        super().__init__(*args, **options)


class DocumentColumn(models.JSONField):
    """A small document whose shape its row's own rules check."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        blank = models.Value({}, models.JSONField())
        options: Options = {"default": dict, "blank": True, "db_default": blank} | kwargs
        super().__init__(*args, **options)


class TagsColumn(ArrayField):  # type: ignore[type-arg]
    """Words that people put on a record."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        options: Options = {"base_field": models.CharField(max_length=100), "default": list, "blank": True} | kwargs
        super().__init__(*args, **options)


class PrimaryColumn(models.GeneratedField):
    """The value of the first of several points, made by the database; writing it changes the first point."""

    def __init__(self, *, of: str = "", **kwargs: Any) -> None:
        self.of = of
        if of:
            first = KeyTextTransform("value", models.fields.json.KeyTransform("0", of))
            blank = models.Value("", models.TextField())
            kwargs["expression"] = models.functions.Coalesce(first, blank, output_field=models.TextField())
        options: Options = {"output_field": models.CharField(max_length=254), "db_persist": True} | kwargs
        super().__init__(**options)
