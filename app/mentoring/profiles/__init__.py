"""Mentors as they show themselves, and what somebody says who looks for one."""
