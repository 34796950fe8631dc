"""The evidence file: what a member did well, who said so and what it changed, for her eyes alone.

An *entry* is one such thing. It lies on a *sheet*, a row that says neither whose it is nor from
when; a sheet whose entry was taken out is *blank*, and the next entry is put on it.
"""
