"""Settings: one's own, and for administrators the company, people, teams and roles."""
