"""What an administrator makes of objects: fields, formulas, rules, layouts, and what is complete."""
