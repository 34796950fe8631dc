"""Anonymity: what is a member's without bearing her name.

The *vault* holds the keys and answers one question, inside her own request: is this me?
A *voice* is the row behind a *pseudonym*: an author in one thread and nowhere else.
A *bundle* is what she has read and follows in a circle, sealed. A *byline* is all that a
reader, and therefore a template, ever learns of an author.
"""
