from typing import ClassVar

from django.db import migrations

# PostgreSQL keeps statistics of what an index is made of, but does not look at those of an index that holds some rows
# only, as all indexes of custom fields do: it took any value for one in two hundred. So the same expression gets
# statistics of its own. What is not the owner's to say cannot be called by others.
KNOWN = """
CREATE FUNCTION custom_known(of regclass) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    rows regclass := (SELECT indrelid FROM pg_index WHERE indexrelid = of);
BEGIN
    EXECUTE format('DROP STATISTICS IF EXISTS %s', of);
    EXECUTE format('CREATE STATISTICS %s ON (%s) FROM %s', of, pg_get_indexdef(of, 1, false), rows);
    EXECUTE format('ANALYZE %s (custom)', rows);
END $$;
REVOKE ALL ON FUNCTION custom_known(regclass) FROM PUBLIC;

SELECT custom_known(oid) FROM pg_class WHERE relkind = 'i' AND relname ~ '^cf_[0-9a-f]{24}$';
"""
FORGOTTEN = """
DO $$ DECLARE found text; BEGIN
    FOR found IN SELECT stxname FROM pg_statistic_ext WHERE stxname ~ '^cf_[0-9a-f]{24}$' LOOP
        EXECUTE format('DROP STATISTICS %I', found);
    END LOOP;
END $$;
DROP FUNCTION custom_known(regclass);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0003_trash")]
    operations: ClassVar = [migrations.RunSQL(KNOWN, FORGOTTEN)]
