"""Pages about mentoring."""
