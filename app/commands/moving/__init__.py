"""Moving: a community that comes from elsewhere, and one that is written out in an open format.

What comes is first *sorted* into a passing file (`sorting.py`), whatever it was read from, and
then *settled*: members, circles, threads with their posts. What goes (`going.py`) is written as the
tables that can be read in again.
"""
