"""Each kind of row of the demo, made up in memory; nothing here touches the database."""
