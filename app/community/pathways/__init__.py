"""Pathways: what hosts put together for one way that many go, step by step.

Each step has their own words and at most one thing of another room, which whoever looks sees only
if she may see it there. How far somebody is, she alone knows.
"""
