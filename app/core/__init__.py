"""The ground: it knows nothing of a forum."""
