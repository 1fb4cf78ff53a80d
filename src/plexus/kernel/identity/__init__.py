"""Who people are: logins, persons of a workspace, teams, roles, tokens, and the actor who asks."""
