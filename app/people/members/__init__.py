"""Members: an account, the sessions in which it is used, the passwords and links that prove it.

A *handle* is her address on the site, a *name* is what others see. *Standing* says whether she
may take part; *role* whether she has power over others. Each member has a *secret* of 32
random bytes, from which all follows that is hers without bearing her name; it dies with the
account.
"""
