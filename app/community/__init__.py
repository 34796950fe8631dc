"""What members do together."""
