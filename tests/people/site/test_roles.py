"""Administrators appoint and dismiss staff; the last of them cannot go."""

from sqlalchemy import select

from app.oversight.audit.models import Entry
from app.oversight.notifications.models import Notification
from app.people.members.models import Member, Role, Standing
from app.people.site import roles
from app.web.kit.addresses import url

HERE = "/admin/roles"


def role_of(session, member):
    session.expire_all()
    return session.get_one(Member, member.id).role


def gives(web, member, role):
    return web.post(url("admin_role", handle=member.handle), role=role)


def test_a_member_is_found_by_handle_appointed_told_and_dismissed(web, session, olga, bea, stella):
    page = web.as_(olga).get(f"{HERE}?handle=@bea")
    assert "Make her a moderator" in page.text
    assert "Stella" not in page.text

    given = gives(web, bea, "moderator")
    assert given.status_code == 303
    assert role_of(session, bea) is Role.MODERATOR
    [told] = session.scalars(select(Notification).filter_by(member_id=bea.id))
    assert told.thing_kind == "your-role"
    assert "You have another role here now" in web.as_(bea).get("/notifications").text
    assert web.get("/moderation").status_code == 200
    leads = web.get(url("notification", notification_id=told.id))
    assert leads.headers["location"] == url("settings_security")

    assert gives(web.as_(olga), bea, "member").status_code == 303
    assert role_of(session, bea) is Role.MEMBER
    verbs = session.scalars(select(Entry.verb).order_by(Entry.n)).all()
    assert verbs == ["make-moderator", "make-member"]


def test_the_last_administrator_cannot_go(web, make, session, olga):
    suspended = make.member("Petra", role=Role.ADMINISTRATOR, standing=Standing.SUSPENDED)

    refused = gives(web.as_(olga), olga, "moderator")
    assert refused.status_code == 422
    assert roles.LAST in refused.text
    assert role_of(session, olga) is Role.ADMINISTRATOR

    another = make.member("Paula", role=Role.ADMINISTRATOR)
    assert gives(web, olga, "member").status_code == 303
    assert role_of(session, olga) is Role.MEMBER
    assert web.get("/admin").status_code == 403
    assert gives(web.as_(another), suspended, "member").status_code == 303


def test_nobody_who_is_not_here_or_is_suspended_gets_power(web, make, session, olga):
    waiting = make.member("Wilma", standing=Standing.WAITING)
    suspended = make.member("Petra", standing=Standing.SUSPENDED)
    web.as_(olga)

    assert "Nobody here has that name." in web.get(f"{HERE}?handle=wilma").text
    assert gives(web, waiting, "moderator").status_code == 404
    refused = gives(web, suspended, "administrator")
    assert refused.status_code == 422
    assert roles.AWAY in refused.text
    assert web.post(url("admin_role", handle="petra"), role="queen").status_code == 422
    assert role_of(session, suspended) is Role.MEMBER


def test_she_shows_that_it_is_she_and_moderators_appoint_nobody(web, session, olga, mona, bea):
    assert gives(web.lately(olga), bea, "moderator").status_code == 403
    assert gives(web.as_(mona), bea, "moderator").status_code == 403
    assert gives(web.as_(mona), mona, "administrator").status_code == 403

    assert role_of(session, bea) is Role.MEMBER
