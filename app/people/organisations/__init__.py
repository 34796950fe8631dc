"""Employers, schools and charities as they are known here: an *organisation* and its *members*, of
whom its *coordinators* run what it offers. Who is in which is told to nobody but them.
"""
