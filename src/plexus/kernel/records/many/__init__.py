"""What work on many records at once is made of: chosen, altered together, stored, counted up."""
