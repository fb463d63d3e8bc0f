"""What is painted of a network."""
