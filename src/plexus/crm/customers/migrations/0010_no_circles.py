from typing import ClassVar

from django.db import migrations, models

# Companies form a tree: whichever way parents are written, none comes to stand below itself. The walk up from each that
# has another parent ends where it began, at the top, or at a depth that no group of companies has.
FUNCTION = """
CREATE FUNCTION customers_no_circle() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        WITH RECURSIVE above(began, here, steps) AS (
            SELECT n.id, n.parent_id, 1 FROM {rows} WHERE n.parent_id IS NOT NULL
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
CHANGED = "new_rows n JOIN old_rows o ON o.id = n.id AND o.parent_id IS DISTINCT FROM n.parent_id"
MADE = [
    FUNCTION.format(rows="new_rows n").replace("no_circle", "no_circle_made"),
    FUNCTION.format(rows=CHANGED).replace("no_circle", "no_circle_changed"),
    """
    CREATE TRIGGER no_circle_made AFTER INSERT ON customers_account
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION customers_no_circle_made();
    CREATE TRIGGER no_circle_changed AFTER UPDATE ON customers_account
    REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION customers_no_circle_changed();
    """,
]
GONE = "DROP FUNCTION customers_no_circle_made() CASCADE; DROP FUNCTION customers_no_circle_changed() CASCADE"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("customers", "0009_found_by_custom_fields")]
    operations: ClassVar = [
        migrations.RunSQL(MADE, GONE),
        migrations.AlterConstraint(
            "account",
            "customers_account_parent",
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")),
                name="customers_account_parent",
                violation_error_code="circle",
                violation_error_message="The company chosen stands below this one, which would close a circle.",
            ),
        ),
    ]
