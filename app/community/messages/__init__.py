"""Messages: what two members write to each other by name, and nobody else reads.

A *conversation* is between two; a stranger's first message is a *request*, which waits until the
other has accepted it. A *letterbox* is what one member has: who may write to her, and which
conversations are hers. *Handed over* are the messages that somebody has chosen for moderators.
"""
