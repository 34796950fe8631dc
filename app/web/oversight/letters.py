"""The letter that moderators have written: it says no more than that."""

from collections.abc import Callable

from app.people.members.accounts import Post
from app.people.members.models import Member
from app.web.kit.asking import InTransaction


def deciding(session: InTransaction, post: Post) -> Callable[[Member], None]:
    """What tells a named author that something was decided, in this transaction."""

    def write(member: Member) -> None:
        post.send(session, "decided", member)

    return write
