"""What circles hold, in words for members."""

from app.core.stored import Closing, Constant, Room, Stored, Until, keep
from app.people.circles import greeters
from app.people.circles.models import Circle, Greeter, Membership

keep(
    Circle,
    Stored(
        Room.WRITING,
        "Circles",
        "What a circle is called, what it is for and its guidelines, as its hosts wrote them.",
        Until("For as long as the circle is there."),
        Closing.NOBODYS,
        apart="A circle belongs to all who are in it.",
        parts={
            "summary": "What it is for, in a line",
            "about": "What it is for",
            "guidelines": "Its guidelines",
            "visibility": "Who can read it",
            "anonymity": "Whether posts in it may be anonymous",
            "bump": "How many posts it has had",
            "members": "How many are in it",
            "crowd": "How many have been in it for a month or longer",
            "greets": "Whether it has greeters",
            "closed": "The day on which it was closed, if it is",
            "bound": "Whether it belongs to a mentoring group",
        },
    ),
)
keep(
    Membership,
    Stored(
        Room.YOU,
        "The circles that you are in",
        "Which they are, since which day, and whether you host or moderate there.",
        Until("Until you leave the circle."),
        Closing.GOES,
        copy=("circles",),
        parts={
            "role": "Whether you are a member, a host or a moderator there",
            "joined": "The day on which you joined",
        },
    ),
)
keep(
    Greeter,
    Stored(
        Room.YOU,
        "Weeks in which you greet",
        "In which circle, and in which weeks, if you put yourself down.",
        Until(
            "For {kept} after that week, or until you leave the circle.",
            kept=Constant(greeters, "KEPT", unit=7),
        ),
        Closing.GOES,
        copy=("greets",),
        parts={"week": "The week"},
    ),
)
