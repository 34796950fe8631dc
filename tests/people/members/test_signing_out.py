"""Signing out: the session is gone on the server, and the browser is told to forget."""

from sqlalchemy import func, select

from app.people.members.models import SessionRow


def signed_in_cookie(web, member):
    web.as_(member)
    return web.client.cookies.get("session")


def test_her_row_is_gone_and_the_browser_forgets(web, session, amina):
    page = web.as_(amina).get("/")

    answer = web.send(page, "/sign-out")

    assert answer.headers["location"] == "/?said=signed-out"
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert 'session=""' in answer.headers["set-cookie"]
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert session.scalar(select(func.count()).select_from(SessionRow)) == 0
    assert "You’re signed out" in web.follow(answer).text


def test_the_old_cookie_is_dead_afterwards(web, amina):
    cookie = signed_in_cookie(web, amina)
    web.post("/sign-out")

    again = web.visitor().client.get("/settings", headers={"Cookie": f"session={cookie}"})

    assert again.status_code == 303
    assert again.headers["location"] == "/sign-in?next=%2Fsettings"


def test_a_form_from_before_is_refused_afterwards(web, amina):
    cookie = signed_in_cookie(web, amina)
    form = web.get("/settings")
    web.send(form, "/sign-out")
    web.visitor()
    web.client.cookies.set("session", cookie, domain="127.0.0.1")

    answer = web.send(form, "/settings/profile", name="Somebody else")

    assert answer.status_code == 403


def test_only_this_device_is_signed_out(web, amina):
    other = signed_in_cookie(web, amina)
    signed_in_cookie(web, amina)

    web.post("/sign-out")

    there = web.visitor().client.get("/settings", headers={"Cookie": f"session={other}"})
    assert there.status_code == 200


def test_a_visitor_may_sign_out_too(web):
    web.visitor().get("/sign-in")

    answer = web.post("/sign-out")

    assert answer.status_code == 303


def test_nothing_that_a_member_sees_stays_in_her_browser(web, make, circle, amina, bea):
    thread = make.thread(circle, bea)
    web.as_(amina)
    from app.core.keys import base32

    paths = ["/", "/circles", f"/c/{circle.slug}", f"/t/{base32(thread.id)}/first-weeks"]
    paths += ["/settings", "/settings/email", "/m/bea", "/nowhere/at/all", "/m/nobody"]

    for path in paths:
        kept = web.get(path).headers["cache-control"]
        assert kept == "no-store" or (path == "/nowhere/at/all" and "no-cache" in kept), path
