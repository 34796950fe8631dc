"""What two people do together once one has said yes: *mentorships*, with their agreement, *goals*,
*meetings* and notes, until they are completed or one of the two ends it.
"""
