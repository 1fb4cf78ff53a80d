"""What is known of demos."""
