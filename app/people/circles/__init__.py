"""Circles: who meets about what, and who may read along.

A circle is public (anyone reads), for members (signed-in members read) or private (its own
members read). Only its own members write in it. *Hosts* look after one circle.
"""
