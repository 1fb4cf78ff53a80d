"""Following records, and what is told to people of what became of those: notices, fed by the journal."""
