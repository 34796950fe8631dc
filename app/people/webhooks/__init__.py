"""Programs of the staff's own that are told, by HTTPS, that something waits.

A *webhook* is the address of such a program, which administrators set up. A *happening* is what it
can be told, once an hour at most and at full hours alone: never of whom, of what words, or when. A
*delivery* is one telling of one happening to one webhook, gone once it is taken.
"""
