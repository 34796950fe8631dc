"""Whatever refuses a form outside its own page, her words come back: each under what it is called,
in their order, to be copied; what is secret or hidden never."""

import re
import sys
from dataclasses import replace
from html import unescape

from app.core.db import Database
from app.web.kit.addresses import url
from app.web.kit.field_names import called
from app.web.kit.forms import Form
from app.web.kit.given_back import SECRET, is_chosen
from tests.house.test_headers import another
from tests.house.world import FORMS, NEW_PASSWORD, routes
from tests.make import PASSWORD
from tests.site import Spent

OPPORTUNITY = {
    "form_nonce": "0f" * 16,
    "kind": "job",
    "title": "Nights at the archive",
    "giver": "The archive",
    "body": "Two nights a week.\r\n\r\nTea is there.",
    "way": "on-site",
    "pay_from": "18",
    "apply": "<b>jobs@archive.example</b>",
    "closes_day": "2099-03-14",
    "zone": "Europe/Berlin",
}
# Of these a form tells what it is about, or how it is looked at; nobody types them.
UNTYPED = {
    *("form_nonce", "as_of", "seen", "softer", "preview", "version", "tried", "one_click"),
    *("back", "next", "new", "after", "save", "proposal", "which", "another", "anyway", "unlink"),
    *("case", "chosen", "mentor", "mentee", "organisation", "collection", "resource", "done"),
    *("on", "to", "turn", "action", "seat", "days", "wish", "shown", "findable", "counts"),
    *("required", "consent", "matching", "counted", "common_language", "month", "every", "mine"),
    *("theme", "discretion", "hour", "rhythm", "news", "quiet_from", "quiet_to", "week"),
    *("mention", "quote", "reply", "reaction", "welcome", "mentoring", "opportunity", "paid"),
    *("coordinator", "table", "challenge", "uses", "logo", "tell"),
    # What is good for one moment, and is given back nowhere.
    *("aside", "code", "made", "passkey"),
}


def given(page):
    """What the page gives back to copy, by its label."""
    text = re.sub(r"\s+<", "<", page.text)
    found = re.findall(r'<label for="(kept-\d+)">(.*?)</label>', text, re.DOTALL)
    areas = dict(re.findall(r'<textarea id="(kept-\d+)"[^>]*>\n?(.*?)</textarea>', page.text, re.S))
    return {unescape(label.strip()): unescape(areas[at]) for at, label in found}


def told(page):
    """What she had chosen, by what it is called."""
    found = re.findall(r"<b>([^<]*)</b>\s*<br>\s*<bdi>([^<]*)</bdi>", page.text)
    return {unescape(label): unescape(words) for label, words in found}


def test_every_form_gives_back_what_was_typed_and_nothing_secret(every_form, running, web):
    """Sent with a token that is none, as from a page that lay open for too long."""
    for route, path in every_form:
        model = routes(running, "POST")[route.name].original_route.model
        secret = {"csrf_token": "canary-token", "form_nonce": "canary-nonce"}
        answer = web.visitor().client.post(path, data=FORMS[route.name] | secret)
        if route.name in {"exit", "unsubscribe"}:
            continue
        typed = {
            name: value
            for name, value in FORMS[route.name].items()
            if value and called(route.name, name) and not is_chosen(model, name)
        }
        wanted = {called(route.name, n): v for n, v in typed.items() if n not in SECRET}

        assert answer.status_code == 403, route.name
        assert given(answer) == wanted, route.name
        assert not [s for s in (PASSWORD, NEW_PASSWORD, *secret.values()) if s in answer.text]


def test_every_field_that_somebody_types_has_a_name():
    nameless = {
        name
        for model in kinds(Form)
        for name in model.model_fields
        if not (called("", name) or any(called(route, name) for route in FORMS))
    }

    assert nameless <= UNTYPED


def kinds(model):
    """Those that stand in the code: others are made of a programme's questions."""
    for kind in model.__subclasses__():
        if hasattr(sys.modules[kind.__module__], kind.__name__):
            yield kind
        yield from kinds(kind)


def test_many_fields_stand_one_after_the_other_choices_as_words(web, amina):
    web.as_(amina)
    stale = web.client.post(url("opportunities"), data=OPPORTUNITY)
    signed_out = web.visitor().client.post(url("opportunities"), data=OPPORTUNITY)

    for page in (stale, signed_out):
        assert page.status_code == 403
        assert list(given(page).items()) == [
            ("Title", "Nights at the archive"),
            ("Whose it is", "The archive"),
            ("What it is about", OPPORTUNITY["body"]),
            ("How to apply", "<b>jobs@archive.example</b>"),
        ]
        assert told(page) == {
            "What it is": "Job",
            "Where one works": "On site",
            "Pay, from": "18",
            "Closes, day": "2099-03-14",
            "Time zone": "Europe/Berlin",
        }


def test_several_ticks_of_one_field_stand_together(web, amina):
    form = {
        "note": "I was made a lead",
        "topics": ["self-doubt", "first-lead"],
        "known": "racism.all",
    }

    page = web.as_(amina).client.post(url("mentoring_profile"), data=form)

    assert told(page)["Topics"] == "Self-doubt, Leading for the first time"


def test_who_only_pressed_or_chose_is_given_nothing_back(web):
    page = web.visitor().client.post("/preferences", data={"theme": "dark"})

    assert page.status_code == 403
    assert "What you wrote" not in page.text


def test_also_when_it_was_too_often_and_when_the_database_is_away(house, web, make, circle, amina):
    thread = make.thread(circle, amina)
    path = url("reply", thread_id=thread.id)
    nowhere = Database("postgresql+psycopg://test@/none?host=/nonexistent")
    away = another(house, database=nowhere)
    web.client.app.state.house = replace(house, limiter=Spent())

    often = web.as_(amina).post(path, body="I kept a lamp on.", content_note="sleep")
    lost = away.with_token(web.token).post(path, body="I kept a lamp on.", content_note="sleep")

    assert (often.status_code, lost.status_code) == (429, 503)
    for page in (often, lost):
        assert given(page) == {"Your reply": "I kept a lamp on.", "Content note": "sleep"}
    nowhere.close()
