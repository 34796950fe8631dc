"""The evidence file: what a member did well, who said so and what it changed, for her eyes alone.

An *entry* is one such thing, on a sheet of hers (`people/sheets/`).
"""
