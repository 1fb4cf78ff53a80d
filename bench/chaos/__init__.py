"""The product under fire: people write while its parts are killed, and in the end everything must add up."""
