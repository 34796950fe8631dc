"""What recommendations hold, in words for members."""

from app.core.stored import Closing, Room, Stored, Until, keep, sealed
from app.mentoring.recommendations.models import Recommendation

keep(
    Recommendation,
    Stored(
        Room.WRITING,
        "Recommendations",
        "What a mentor writes about her mentee, who alone decides whether it is shown.",
        Until("Until the mentor takes it back, or the mentee’s account is deleted."),
        Closing.WISH,
        copy=("recommendations",),
        parts={"sealed": sealed("The words, the day, and whether they are shown")},
    ),
)
