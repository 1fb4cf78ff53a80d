"""One box that finds records: by name, pinyin, initials, phone and e-mail."""
