from typing import ClassVar

from django.db import migrations

# Two who put companies below each other at the same moment saw nothing of one another. Whoever gives companies another
# parent now waits for the others who do, and then looks: each statement of a function sees what is there by then. New
# companies need not wait, because nobody else can have put anything below them yet.
WAITING = """
    PERFORM pg_advisory_xact_lock(hashtextextended('customers_account_parent:' || moved.workspace_id, 0))
    FROM (
        SELECT DISTINCT n.workspace_id FROM new_rows n JOIN old_rows o ON o.id = n.id
        WHERE n.parent_id IS NOT NULL AND o.parent_id IS DISTINCT FROM n.parent_id
    ) moved;
"""
FUNCTION = """
CREATE OR REPLACE FUNCTION customers_no_circle_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN{waiting}
    IF EXISTS (
        WITH RECURSIVE above(began, here, steps) AS (
            SELECT n.id, n.parent_id, 1
            FROM new_rows n JOIN old_rows o ON o.id = n.id AND o.parent_id IS DISTINCT FROM n.parent_id
            WHERE n.parent_id IS NOT NULL
            UNION ALL
            SELECT b.began, a.parent_id, b.steps + 1 FROM above b JOIN customers_account a ON a.id = b.here
            WHERE a.parent_id IS NOT NULL AND b.here <> b.began AND b.steps < 100
        )
        SELECT FROM above WHERE here = began
    ) THEN
        RAISE EXCEPTION 'a company would stand below itself'
            USING ERRCODE = '23514', CONSTRAINT = 'customers_account_parent', TABLE = 'customers_account';
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("customers", "0010_no_circles")]
    operations: ClassVar = [migrations.RunSQL(FUNCTION.format(waiting=WAITING), FUNCTION.format(waiting=""))]
