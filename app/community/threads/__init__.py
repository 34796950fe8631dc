"""Threads: conversations inside a circle.

A *thread* has a title and *posts*: the opening post and the replies, numbered by `seq` without
gaps. An *intent* says what its author wants of those who answer, a *content note* what a post
mentions that could be hard to read. A *reaction* is a word of kindness that nobody is seen to say.
A *leaf* is one page of a thread as everybody sees it.
"""
