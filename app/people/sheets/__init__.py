"""Sheets: what a member keeps for her eyes alone, of whatever kind.

What she keeps is an *entry*. It lies on a *sheet*, a row that says neither whose it is nor of what
kind nor from when; a sheet whose entry was taken out is *blank*, and the next entry is put on it.
A *drawer* is where the sheets of one member and one kind lie, and what closes and opens them.
"""
