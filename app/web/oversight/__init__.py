"""What moderators and administrators do, and what everybody may read of it."""
