"""SQL that turns a name into what it is found by.

A name is cut into units: each Chinese character is one, each word of another script is one. From every unit on, the
name is written in characters, in pinyin and in initials; a query is a prefix of one of these. What begins with the
name itself is marked `^`, the whole name ends with `$`. The ending that all companies have begins no token.
"""

# ruff: noqa: E501 - SQL that we write ourselves, one thought a line.
from __future__ import annotations

from collections import Counter

from plexus.kernel.search.readings import FIRST, LAST, SURNAMES, readings

LONGEST = 48
HANZI = 6
SEPARATORS = "\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u00bf\\u2000-\\u206f\\u3000-\\u3004\\u3008-\\u3020\\u30fb\\ufe30-\\ufe4f\\uff00-\\uff0f"
MARKS = "\\u0300-\\u036f"
HAN = "\\u3400-\\u9fff\\u3007"
LEGAL_WORDS = (
    "ltd", "limited", "inc", "incorporated", "llc", "llp", "corp", "corporation", "co", "company", "plc", "gmbh", "ag",
    "kg", "sa", "sarl", "srl", "spa", "bv", "nv", "pty", "oy", "ab", "as", "kk", "group", "holdings",
)  # fmt: skip

FOLD = f"""
CREATE OR REPLACE FUNCTION search_fold(given text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    IF octet_length(given) = length(given) OR given ~ '^[\\u4e00-\\u9fff]+$' THEN
        RETURN lower(given);
    END IF;
    RETURN translate(
        replace(replace(replace(
            lower(normalize(regexp_replace(normalize(given, NFKD), '[{MARKS}]', '', 'g'), NFKC)),
            'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
        'øØđĐłŁħıðÐþÞ', 'ooddllhidddd');
END $$;

CREATE OR REPLACE FUNCTION search_units(folded text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    IF octet_length(folded) = length(folded) THEN
        RETURN array_remove(string_to_array(regexp_replace(folded, '[^a-z0-9]+', ' ', 'g'), ' '), '');
    ELSIF folded ~ '^[\\u4e00-\\u9fff]+$' THEN
        RETURN string_to_array(folded, NULL);
    END IF;
    RETURN array_remove(string_to_array(
        regexp_replace(regexp_replace(folded, '[{SEPARATORS}]+', ' ', 'g'), '([{HAN}])', ' \\1 ', 'g'), ' '), '');
END $$;

CREATE OR REPLACE FUNCTION search_legal(units text[], written text) RETURNS int LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    ending int := CASE
        WHEN right(written, 4) = '有限公司' THEN CASE
            WHEN right(written, 8) = '集团股份有限公司' THEN 8
            WHEN right(written, 6) IN ('股份有限公司', '集团有限公司') THEN 6 ELSE 4 END
        WHEN right(written, 6) = '有限责任公司' THEN 6
        WHEN right(written, 4) IN ('集团公司', '股份公司') THEN 4
        WHEN right(written, 2) IN ('集团', '公司') THEN 2 ELSE 0 END;
BEGIN
    IF ending = 0 THEN
        WHILE ending < 2 AND units[cardinality(units) - ending] IN ({", ".join(f"'{word}'" for word in LEGAL_WORDS)}) LOOP
            ending := ending + 1;
        END LOOP;
    END IF;
    RETURN CASE WHEN ending < cardinality(units) THEN ending ELSE 0 END;
END $$;
"""

READINGS = f"""
CREATE OR REPLACE FUNCTION search_reading(hanzi text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    RETURN (%(spellings)s)[(%(codes)s)[ascii(hanzi) - {FIRST - 1}]];
END $$;

-- A name of two or three characters that are read in one way only, as most names of people are; NULL for any other.
-- The readings are looked up in place: calling a function costs as much as all else that is done for a character.
CREATE OR REPLACE FUNCTION search_tokens_short(given text, mark text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    one text; two text; three text; begun text := mark || '^';
BEGIN
    IF strpos('%(surnamed)s', left(given, 1)) > 0 OR right(given, 2) IN ('集团', '公司') THEN
        RETURN NULL;
    END IF;
    one := (%(spellings)s)[(%(codes)s)[ascii(given) - {FIRST - 1}]];
    two := (%(spellings)s)[(%(codes)s)[ascii(substr(given, 2, 1)) - {FIRST - 1}]];
    IF length(given) = 2 THEN
        RETURN CASE WHEN strpos(one || two, ' ') = 0 THEN array_to_tsvector(ARRAY[
            begun || given || '$', mark || right(given, 1), mark || two, begun || one || two, begun || left(one, 1) || left(two, 1)
        ]) END;
    END IF;
    three := (%(spellings)s)[(%(codes)s)[ascii(substr(given, 3, 1)) - {FIRST - 1}]];
    RETURN CASE WHEN strpos(one || two || three, ' ') = 0 THEN array_to_tsvector(ARRAY[
        begun || given || '$', mark || right(given, 1), mark || right(given, 2), mark || three, mark || two || three,
        mark || left(two, 1) || left(three, 1), begun || one || two || three,
        begun || left(one, 1) || left(two, 1) || left(three, 1)
    ]) END;
END $$;
"""

TOKENS = f"""
CREATE OR REPLACE FUNCTION search_tokens_long(given text, mark text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    units text[] := (search_units(search_fold(left(given, 300))))[1:60];
    written text := array_to_string(units, '');
    core int := cardinality(units) - search_legal(units, written);
    unit text; reading text; hanzi text := ''; ending text := ''; ending_initials text := '';
    whole text := ''; first text := ''; several boolean := false; fulls text[]; initials text[];
    found text := mark || '^' || left(written, {LONGEST}) || CASE WHEN length(written) <= {LONGEST} THEN '$' ELSE '' END;
BEGIN
    IF written = '' THEN
        RETURN ''::tsvector;
    END IF;
    FOR i IN REVERSE cardinality(units)..1 LOOP
        unit := units[i];
        IF ascii(unit) BETWEEN {FIRST} AND {LAST} THEN
            reading := coalesce((%(spellings)s)[(%(codes)s)[ascii(unit) - {FIRST - 1}]], unit);
            hanzi := unit || left(hanzi, {HANZI - 1});
        ELSE
            reading := left(unit, {LONGEST});
            hanzi := CASE WHEN ascii(unit) BETWEEN 12295 AND {LAST} THEN unit || left(hanzi, {HANZI - 1}) ELSE '' END;
        END IF;
        IF i > core THEN
            ending := split_part(reading, ' ', 1) || ending;
            ending_initials := left(reading, 1) || ending_initials;
            IF hanzi = '' THEN
                found := found || ' ' || mark || reading;
            END IF;
            CONTINUE;
        END IF;
        IF i = 1 THEN
            reading := reading || CASE unit %(surnames)s ELSE '' END;
        END IF;
        IF i > 1 AND hanzi <> '' THEN
            found := found || ' ' || mark || hanzi;
        END IF;
        IF NOT several AND strpos(reading, ' ') = 0 THEN  -- One way to read it so far, which most names keep.
            whole := left(reading || whole, {LONGEST});
            first := left(left(reading, 1) || first, {LONGEST});
            IF i > 1 THEN
                found := found || ' ' || mark || whole
                    || CASE WHEN length(first) > 1 THEN ' ' || mark || first ELSE '' END;
            END IF;
            CONTINUE;
        END IF;
        IF NOT several THEN
            several := true;
            fulls := ARRAY[whole];
            initials := ARRAY[first];
        END IF;
        IF strpos(reading, ' ') > 0 THEN
            SELECT array_agg(left(r || f.whole, {LONGEST})), array_agg(left(left(r, 1) || f.first, {LONGEST}))
            INTO fulls, initials
            FROM unnest(string_to_array(reading, ' ')) r
            CROSS JOIN (SELECT * FROM unnest(fulls, initials) LIMIT greatest(1, 6 / cardinality(string_to_array(reading, ' ')))) f(whole, first);
        ELSE
            FOR k IN 1..cardinality(fulls) LOOP
                fulls[k] := left(reading || fulls[k], {LONGEST});
                initials[k] := left(left(reading, 1) || initials[k], {LONGEST});
            END LOOP;
        END IF;
        IF i > 1 THEN
            FOR k IN 1..cardinality(fulls) LOOP
                found := found || ' ' || mark || fulls[k]
                    || CASE WHEN length(initials[k]) > 1 THEN ' ' || mark || initials[k] ELSE '' END;
            END LOOP;
        END IF;
    END LOOP;
    IF NOT several THEN
        fulls := ARRAY[whole];
        initials := ARRAY[first];
    END IF;
    FOR k IN 1..cardinality(fulls) LOOP
        IF fulls[k] <> written THEN
            found := found || ' ' || mark || '^' || left(fulls[k] || ending, {LONGEST});
        END IF;
        IF core > 1 THEN
            found := found || ' ' || mark || '^' || left(initials[k] || ending_initials, {LONGEST});
        END IF;
    END LOOP;
    RETURN array_to_tsvector(string_to_array(found, ' '));
END $$;

CREATE OR REPLACE FUNCTION search_tokens(given text, mark text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    found tsvector;
BEGIN
    IF length(given) IN (2, 3) THEN
        found := search_tokens_short(given, mark);
    END IF;
    RETURN coalesce(found, search_tokens_long(given, mark));
END $$;
"""

KEYS = """
CREATE OR REPLACE FUNCTION search_key(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN given ~ '^[+0-9][0-9 ().+-]{4,}(;ext=.*)?$' THEN regexp_replace(given, '[^0-9]', '', 'g')
        ELSE lower(given) END
$$;
CREATE OR REPLACE FUNCTION search_key(given jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    IF jsonb_array_length(given) = 1 THEN
        RETURN search_key(given -> 0 ->> 'value');
    END IF;
    RETURN (SELECT string_agg(search_key(each ->> 'value'), ' ') FROM jsonb_array_elements(given) each);
END $$;
"""


def functions() -> str:
    """The functions, with the readings of every character written into them."""
    known = readings()
    counted = Counter(" ".join(each) for each in known.values())
    spellings = {spelling: place for place, (spelling, _count) in enumerate(counted.most_common(), start=1)}
    codes = (spellings.get(" ".join(known.get(chr(code), ())), 0) for code in range(FIRST, LAST + 1))
    surnames = {each: reading for each, reading in SURNAMES.items() if reading not in known[each]}
    filled = (READINGS + TOKENS) % {
        "spellings": "'{\"" + '","'.join(spellings) + "\"}'::text[]",
        "codes": "'{" + ",".join(map(str, codes)) + "}'::smallint[]",
        "surnames": " ".join(f"WHEN '{each}' THEN ' {reading}'" for each, reading in surnames.items()),
        "surnamed": "".join(surnames),
    }
    return FOLD + filled + KEYS
