"""SQL functions of the expression language: what plain SQL cannot say with each argument named once.

Those that could fail are in PL/pgSQL, because PostgreSQL reckons the constant parts of plain SQL beforehand, also those
in a branch of CASE that is never taken.
"""

from __future__ import annotations

MONEY = """
CREATE TYPE expression_money AS (amount numeric, currency text);

CREATE FUNCTION expression_amount(given numeric, currency text) RETURNS expression_money
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN $1 IS NULL THEN NULL ELSE ROW($1, coalesce($2, ''))::expression_money END
$$;
"""

NUMBERS = """
CREATE FUNCTION expression_whole(given numeric, low int, high int) RETURNS int
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT least(greatest(trunc($1), $2), $3)::int
$$;
CREATE FUNCTION expression_bounded(given numeric) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN abs($1) < 1e20 THEN round($1, 10) END
$$;
CREATE FUNCTION expression_quotient(one numeric, other numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT expression_bounded(round(($1 + 0e-32) / nullif($2, 0), 30))
$$;
CREATE FUNCTION expression_number(given text) RETURNS numeric LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    IF btrim(given) ~ '^-?[0-9]{1,14}([.][0-9]{1,10})?$' THEN
        RETURN btrim(given)::numeric;
    END IF;
    RETURN NULL;
END $$;
"""

DAYS = """
CREATE FUNCTION expression_later(given date, days numeric) RETURNS date
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    IF abs(days) <= 4000000 AND given - date '0001-01-01' + trunc(days) BETWEEN 0 AND 3652058 THEN
        RETURN given + trunc(days)::int;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION expression_months_later(given date, months numeric) RETURNS date
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    IF abs(months) <= 130000
       AND extract(year FROM given) * 12 + extract(month FROM given) - 1 + trunc(months) BETWEEN 12 AND 119999 THEN
        RETURN (given::timestamp + make_interval(months => trunc(months)::int))::date;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION expression_day(year numeric, month numeric, day numeric) RETURNS date
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE first date;
BEGIN
    IF year BETWEEN 1 AND 9999 AND month BETWEEN 1 AND 12 AND day BETWEEN 1 AND 31
       AND trunc(year) = year AND trunc(month) = month AND trunc(day) = day THEN
        first := make_date(year::int, month::int, 1);
        IF day <= extract(day FROM first::timestamp + interval '1 month - 1 day') THEN
            RETURN first + day::int - 1;
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION expression_day(given text) RETURNS date LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    IF given ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN
        RETURN expression_day(left(given, 4)::numeric, substr(given, 6, 2)::numeric, right(given, 2)::numeric);
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION expression_hours(one timestamptz, other timestamptz) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT expression_quotient(extract(epoch FROM $2) - extract(epoch FROM $1), 3600)
$$;
"""

AMOUNTS = """
CREATE FUNCTION expression_sum(one expression_money, other expression_money) RETURNS expression_money
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN ($1).currency = ($2).currency
        THEN expression_amount(expression_bounded(($1).amount + ($2).amount), ($1).currency) END
$$;
CREATE FUNCTION expression_times(one expression_money, other numeric) RETURNS expression_money
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT expression_amount(expression_bounded(($1).amount * $2), ($1).currency)
$$;
CREATE FUNCTION expression_over(one expression_money, other numeric) RETURNS expression_money
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT expression_amount(expression_quotient(($1).amount, $2), ($1).currency)
$$;
CREATE FUNCTION expression_ratio(one expression_money, other expression_money) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN ($1).currency = ($2).currency THEN expression_quotient(($1).amount, ($2).amount) END
$$;
CREATE FUNCTION expression_rounded(one expression_money, places numeric) RETURNS expression_money
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT expression_amount(
        expression_bounded(round(($1).amount, expression_whole($2, -10, 10))), ($1).currency)
$$;
CREATE FUNCTION expression_order(one expression_money, other expression_money) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN ($1).currency = ($2).currency THEN ($1).amount - ($2).amount END
$$;
"""

FUNCTIONS = NUMBERS + MONEY + DAYS + AMOUNTS
