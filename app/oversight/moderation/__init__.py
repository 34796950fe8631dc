"""Moderation: reports, the cases they make, what is decided about them, and appeals.

A *subject* is whatever can be reported (`app/people/subjects.py`). All reports and holds on one
make one *case*; a *decision* is what a moderator did about it, with a statement for its author;
a *talk* is what the team and one person, the author or a reporter, say to each other about it.
"""
