"""Who the customers are: companies, people, and the words put on them."""
