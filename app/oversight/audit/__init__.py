"""The audit log: each use of power, written once, chained to the one before, never changed."""
