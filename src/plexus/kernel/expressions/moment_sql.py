"""The moment at which a statement runs: that to which the transaction travels, else that at which it began."""

from __future__ import annotations

MOMENT = """
CREATE FUNCTION expression_moment() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(nullif(current_setting('plexus.moment', true), '')::timestamptz, transaction_timestamp())
$$;
CREATE FUNCTION expression_today(zone text) RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT (expression_moment() AT TIME ZONE $1)::date
$$;
CREATE FUNCTION query_day(unit text, which int, zone text) RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT least(greatest((
        date_trunc($1, expression_today($3)::timestamp)
        + CASE $1 WHEN 'quarter' THEN make_interval(months => 3 * $2) ELSE $2 * ('1 ' || $1)::interval END
    )::date, date '0002-01-01'), date '9998-12-31')
$$;
CREATE FUNCTION query_midnight(day date, zone text) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT $1::timestamp AT TIME ZONE $2
$$;
"""

NO_MOMENT = """
DROP FUNCTION query_midnight(date, text);
DROP FUNCTION query_day(text, int, text);
DROP FUNCTION expression_today(text);
DROP FUNCTION expression_moment();
"""
