"""Joining where it is not open to everybody: by request, by invitation, by an address at a domain.

A *request* is what somebody asks with, and waits until a moderator has answered it. An *invitation*
is a code in a link, with a limit of uses and a last day. Whoever may not come in yet has an account
that waits: she is nobody to everybody else, and sees one page.
"""
