"""Finding threads, posts and members by their words, as far as the one who looks may see them.

The index holds words and numbers alone; each kind of things says anew, at every search, what of it
a viewer may see (`people/searchable.py`).
"""
