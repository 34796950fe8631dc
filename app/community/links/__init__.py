"""Links that are watched: whether what they lead to is still there.

Other rooms say which links they show (`core/links.py`) and read how those stand. A chore looks at
each about once a week, through the gate in `core/outbound.py`.
"""
