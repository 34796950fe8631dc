"""What organisations hold, in words for members."""

from app.core.stored import Closing, Constant, Room, Stored, Until, keep
from app.people.organisations import actions, inviting
from app.people.organisations.models import Affiliation, Domain, Invitation, Organisation

CLOSED = Until(
    "For as long as it is there, and for {closed} after it was closed.",
    closed=Constant(actions, "REOPENED_WITHIN"),
)

keep(
    Organisation,
    Stored(
        Room.WORKING,
        "Organisations",
        "An employer, a school or a charity, with its page.",
        CLOSED,
        Closing.NOBODYS,
        apart="It belongs to nobody alone.",
        parts={"website": "Its website", "closed": "The day on which it was closed"},
    ),
)
keep(
    Affiliation,
    Stored(
        Room.YOU,
        "Organisations that you belong to",
        "Which they are, and whether you show it to others. It never stands beside a post.",
        Until(
            "Until you leave it, or for {closed} after it was closed.",
            closed=Constant(actions, "REOPENED_WITHIN"),
        ),
        Closing.GOES,
        copy=("organisations",),
        parts={
            "place": "Whether you are a member or a coordinator",
            "shown": "Whether others may see it",
        },
    ),
)
keep(
    Domain,
    Stored(
        Room.WORKING,
        "Organisations’ mail domains",
        "Whoever has an address at one of them may join the organisation.",
        CLOSED,
        Closing.NOBODYS,
        apart="It says nothing of anybody.",
        parts={"domain": "The domain"},
    ),
)
keep(
    Invitation,
    Stored(
        Room.YOU,
        "Invitations to an organisation",
        "That one has asked you, or that a coordinator has taken you out. If you said no, it looks "
        "like one that was not answered.",
        Until(
            "For {stands}; that you are not to be asked again, for {rests}. That you were taken "
            "out, until you are invited again.",
            stands=Constant(inviting, "STANDS"),
            rests=Constant(inviting, "RESTS"),
        ),
        Closing.GOES,
        copy=("organisation_invitations",),
        parts={
            "place": "Whether it is to be a member or a coordinator",
            "since": "Since which day",
            "rests": "Until which day you are not asked again",
        },
    ),
)
