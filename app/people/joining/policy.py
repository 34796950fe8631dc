"""Who may invite, answer requests, and set the questions. Pure."""

from app.core.settings import Settings
from app.core.verdict import YES, Verdict, no
from app.people.members.models import Role, Standing
from app.people.viewer import Viewer

STAFF = frozenset({Role.MODERATOR, Role.ADMINISTRATOR})


def invites(settings: Settings, role: Role, standing: Standing) -> bool:
    """Whether somebody like that may invite: asked when she makes an invitation, and again when it
    is used, so that those of whom moderators have suspended lead nowhere."""
    return standing is Standing.GOOD and (settings.inviting == "members" or role in STAFF)


def may_invite(settings: Settings, viewer: Viewer) -> Verdict:
    """Nobody, while an invitation would let nobody in."""
    if settings.joining == "closed":
        return no("Joining is closed at the moment. No invitation lets anybody in.")
    if invites(settings, viewer.role, viewer.standing):
        return YES
    if settings.inviting == "staff" and viewer.role not in STAFF:
        return no("Here, moderators and administrators make the invitations.")
    return no("While moderators have paused your account, you can’t invite anybody.")


def may_answer(viewer: Viewer) -> bool:
    """Requests are the whole site's, so those who moderate one circle alone don't see them."""
    return viewer.is_moderator


def may_set_questions(viewer: Viewer) -> Verdict:
    return YES if viewer.is_administrator else no("Administrators set how one joins.")
