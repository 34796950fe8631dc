"""The house, floor by floor. Each floor may use the floors below it, never those above.

    main · cli              the doors: a browser's, a terminal's
    commands                what the terminal can ask for
    web · wiring            requests into calls, answers into pages · who hears whom
    community · oversight   what members do together · what watches over it
    people                  who is here, in which circles, behind which pseudonym
    core                    the ground: settings, database, clock, keys, text

`community` and `oversight` are neighbours that never meet: what one must know of the
other travels as an event.
"""
