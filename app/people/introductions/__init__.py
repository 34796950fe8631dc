"""Bringing two members together: a third one *offers* an introduction, each of the two is *asked*
on her own and says yes or no, and before both have said yes neither learns who the other is.
"""
