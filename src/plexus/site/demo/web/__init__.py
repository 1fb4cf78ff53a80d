"""What the demo shows of itself: first steps on the start page, and a page to leave or remove it."""
