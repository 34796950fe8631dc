"""Group mentoring: one mentor with up to eight members who are together in a private circle of
their own, each with a *mentorship* of her own beside it. A member of it has a *seat*.
"""
