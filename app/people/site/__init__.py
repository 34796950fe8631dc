"""What administrators decide of the site while it runs.

A *setting* is one of those whose default the environment gives; where the environment says one
itself, that holds. An *announcement* is a line above every page, from a day to a day.
Its *rules* are what it asks of everybody beside the community agreement, its *look* is a colour and
a logo of its own.
"""
