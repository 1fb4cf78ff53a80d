"""Finding records by what people type: names in characters, pinyin or initials, and any part of a key."""
