"""A member's page, and her own settings: profile, address, password, devices."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from markupsafe import Markup
from pydantic import EmailStr
from starlette.responses import Response

from app.community.messages import queries as messages
from app.community.threads import started
from app.core import keys, languages
from app.core.errors import NotFound
from app.mentoring.profiles import queries as mentors
from app.mentoring.recommendations import queries as recommendations
from app.people.circles import queries as circles
from app.people.members import accounts, profiles, queries, sessions
from app.people.members.models import Member
from app.people.organisations import queries as organisations
from app.people.organisations.queries import OrganisationCard
from app.people.viewer import Viewer
from app.web.community.rows import rows
from app.web.kit import zones
from app.web.kit.asking import Anyone, InTransaction, SignedIn, ThisHouse, ThisVisit
from app.web.kit.forms import Filled, Pressed, filled
from app.web.kit.letters import Desk
from app.web.kit.page import Page
from app.web.kit.route import OneHop
from app.web.kit.visit import Visit
from app.web.people.confirming import Confirmed, Proven
from app.web.people.joining import Password
from app.web.people.profile import ProfileFilled
from app.web.people.profile import turn as turn_profile

router = APIRouter(route_class=OneHop)

SHOWN = 20


@dataclass(frozen=True)
class Device:
    """Where she is signed in, since which day."""

    id: str
    this_one: bool
    since: date


class EmailForm(Proven):
    email: EmailStr


class PasswordForm(Proven):
    new_password: Password


EmailFilled = Annotated[Filled[EmailForm], Depends(filled(EmailForm))]
PasswordFilled = Annotated[Filled[PasswordForm], Depends(filled(PasswordForm))]


@router.get("/m/{handle:slug}", name="member")
def show(
    handle: str, session: InTransaction, viewer: Anyone, house: ThisHouse, page: Page
) -> Response:
    member = queries.by_handle(session, handle)
    shared = circles.shared(session, viewer, member)
    threads = started.by_name(session, viewer, member, SHOWN)
    names = circles.names(session, {line.circle_id for line in threads})
    return page.show(
        "people/members/show.html",
        member=queries.card(member),
        is_me=member.id == viewer.member_id,
        blocked=member.id in viewer.shield.blocked,
        muted=member.id in viewer.shield.members,
        follows=member.id in viewer.shield.followed,
        may_follow=member.followers,
        lets_write=viewer.signed_in and messages.does_let(session, house.ring, viewer, member.id),
        is_mentor=_is_mentor(session, viewer, member),
        threads=Markup().join(rows(session, page, threads, {}, names).values()),
        circles=shared,
        organisations=_shows(session, viewer, member),
        recommendations=recommendations.on_page_of(session, house.ring, viewer, member.id),
    )


def _is_mentor(session: InTransaction, viewer: Viewer, member: Member) -> bool:
    """Where the viewer finds her in the list of mentors."""
    finds = viewer.signed_in and member.id not in viewer.shield.blocked
    return finds and mentors.is_listed(session, member.id)


def _shows(session: InTransaction, viewer: Viewer, member: Member) -> list[OrganisationCard]:
    """The organisations to which she shows that she belongs, for whoever is signed in."""
    if not viewer.signed_in or member.id in viewer.shield.blocked:
        return []
    return organisations.shown_of(session, [member.id]).get(member.id, [])


@router.get("/settings", name="settings")
def settings(session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    member = queries.by_id(session, viewer.id)
    present, hidden = profiles.present(session, member)
    said = {**asdict(present), "findable": "on" if member.findable else ""}
    return _settings(page, Filled(said), member, hidden=hidden)


@router.post("/settings/profile", name="settings_profile")
def save_profile(
    form: ProfileFilled, session: InTransaction, viewer: SignedIn, page: Page
) -> Response:
    member = queries.by_id(session, viewer.id)
    with form.checking():
        said = profiles.Profile(**form.data.model_dump(exclude={"form_nonce", "findable"}))
        is_shown = turn_profile(session, member, said, findable=form.data.findable == "on")
        return page.go("settings", said="saved" if is_shown else "mended")
    _, hidden = profiles.present(session, member)
    return _settings(page, form, member, hidden=hidden)


@router.get("/settings/email", name="settings_email")
def email(session: InTransaction, viewer: SignedIn, page: Page) -> Response:
    present = queries.by_id(session, viewer.id).email
    return page.show("people/members/settings_email.html", form=Filled({}), email=present)


@router.post("/settings/email", name="settings_email")
def change_email(
    viewer: Confirmed, form: EmailFilled, session: InTransaction, desk: Desk, page: Page
) -> Response:
    member = queries.by_id(session, viewer.id)
    with form.checking():
        accounts.ask_email_change(session, desk, member, form.data.email)
        return page.go("settings", said="email-asked")
    return page.show(
        "people/members/settings_email.html", status=422, form=form, email=member.email
    )


@router.get("/settings/password", name="settings_password")
def password(_viewer: Confirmed, page: Page) -> Response:
    return page.show("people/members/settings_password.html", form=Filled({}))


@router.post("/settings/password", name="settings_password")
def change_password(
    viewer: Confirmed,
    form: PasswordFilled,
    session: InTransaction,
    visit: ThisVisit,
    desk: Desk,
    page: Page,
) -> Response:
    member = queries.by_id(session, viewer.id)
    with form.checking():
        accounts.change_password(session, desk, member, form.data.new_password)
        sessions.end(session, viewer.session_h)
        token = sessions.start(session, visit.house.ring, member, strong=viewer.strong)
        visit.remember(token, fresh=True)
        return page.go("settings_security", said="saved")
    return page.show("people/members/settings_password.html", status=422, form=form)


@router.get("/settings/sessions", name="settings_sessions")
def devices(session: InTransaction, viewer: SignedIn, visit: ThisVisit, page: Page) -> Response:
    hers = devices_of(session, visit, viewer)
    return page.show("people/members/settings_sessions.html", sessions=hers)


def devices_of(session: InTransaction, visit: Visit, viewer: Viewer) -> list[Device]:
    """Where she is signed in, the latest first."""
    member = queries.by_id(session, viewer.id)
    return [
        Device(s.h.hex(), s.h == viewer.session_h, s.auth_day)
        for s in sessions.of_member(session, visit.house.ring, member)
    ]


@router.post("/settings/sessions/{session_id:slug}/end", name="end_session")
def end_device(
    session_id: str,
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    house: ThisHouse,
    page: Page,
) -> Response:
    member = queries.by_id(session, viewer.id)
    hers = sessions.of_member(session, house.ring, member)
    found = next((s for s in hers if keys.same(s.h.hex(), session_id)), None)
    if found is None:
        raise NotFound
    sessions.end(session, found.h)
    if found.h == viewer.session_h:
        return page.go("home", said="signed-out")
    return page.go("settings_sessions", said="session-ended")


@router.post("/settings/sessions/end-others", name="end_other_sessions")
def end_other_devices(
    _form: Pressed,
    session: InTransaction,
    viewer: SignedIn,
    visit: ThisVisit,
    page: Page,
) -> Response:
    member = queries.by_id(session, viewer.id)
    sessions.end(session, viewer.session_h)
    sessions.end_all(member)
    visit.remember(sessions.start(session, visit.house.ring, member, strong=viewer.strong))
    return page.go("settings_sessions", said="sessions-ended")


def _settings(page: Page, form: Filled[Any], member: Member, *, hidden: bool) -> Response:
    return page.show(
        "people/members/settings.html",
        status=422 if form.errors else 200,
        hidden=hidden,
        form=form,
        email=member.email,
        followers=member.followers,
        time_zones=zones.names(),
        spoken=languages.spoken(),
    )
