"""A stage or pipeline in which deals stand does not go into the trash: the board would lose them."""

from typing import ClassVar

from django.db import migrations

IN_USE = """
CREATE FUNCTION sales_keep_in_use() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM sales_deal d
        WHERE d.workspace_id = NEW.workspace_id AND d.deleted_at IS NULL
            AND CASE TG_TABLE_NAME WHEN 'sales_stage' THEN d.stage_id ELSE d.pipeline_id END = NEW.id
    ) THEN
        RAISE EXCEPTION 'deals stand there'
            USING ERRCODE = '23514', CONSTRAINT = TG_TABLE_NAME || '_in_use', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_in_use AFTER UPDATE OF deleted_at ON sales_stage
    FOR EACH ROW WHEN (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL) EXECUTE FUNCTION sales_keep_in_use();
CREATE TRIGGER keep_in_use AFTER UPDATE OF deleted_at ON sales_pipeline
    FOR EACH ROW WHEN (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL) EXECUTE FUNCTION sales_keep_in_use();
"""
FREE = """
DROP TRIGGER keep_in_use ON sales_pipeline;
DROP TRIGGER keep_in_use ON sales_stage;
DROP FUNCTION sales_keep_in_use();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sales", "0004_board")]
    operations: ClassVar = [migrations.RunSQL(IN_USE, FREE)]
