"""Opportunities: jobs, places to speak, bursaries and the like, *posted* by members under their
names, *checked* by moderators before anybody else sees them, *open* until they close.
"""
