"""The audit log: each use of power, written once and never changed."""
