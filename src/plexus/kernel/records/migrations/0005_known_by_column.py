from typing import ClassVar

from django.db import migrations

# Statistics of what an index is made of, whichever column that reads; `custom_known` looked at custom values only.
KNOWN = """
DROP FUNCTION custom_known(regclass);
CREATE FUNCTION index_known(of regclass, read name) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    rows regclass := (SELECT indrelid FROM pg_index WHERE indexrelid = of);
BEGIN
    EXECUTE format('DROP STATISTICS IF EXISTS %s', of);
    EXECUTE format('CREATE STATISTICS %s ON (%s) FROM %s', of, pg_get_indexdef(of, 1, false), rows);
    EXECUTE format('ANALYZE %s (%I)', rows, read);
END $$;
REVOKE ALL ON FUNCTION index_known(regclass, name) FROM PUBLIC;
"""
BEFORE = """
DROP FUNCTION index_known(regclass, name);
CREATE FUNCTION custom_known(of regclass) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    rows regclass := (SELECT indrelid FROM pg_index WHERE indexrelid = of);
BEGIN
    EXECUTE format('DROP STATISTICS IF EXISTS %s', of);
    EXECUTE format('CREATE STATISTICS %s ON (%s) FROM %s', of, pg_get_indexdef(of, 1, false), rows);
    EXECUTE format('ANALYZE %s (custom)', rows);
END $$;
REVOKE ALL ON FUNCTION custom_known(regclass) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0004_known_to_the_planner")]
    operations: ClassVar = [migrations.RunSQL(KNOWN, BEFORE)]
