"""Mentoring that an organisation offers: a *programme* with its questions and rules, the *cohorts*
that enrol in it, their *matching*, and what its coordinators see of it, which is all that the
organisation learns.
"""
