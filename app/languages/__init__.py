"""Catalogues: what the site says, in other languages."""
