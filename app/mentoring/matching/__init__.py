"""Who fits whom, and why, in words: the *facts* that somebody gives of herself and the *reasons*
that two have. It knows no table and asks nobody.
"""
