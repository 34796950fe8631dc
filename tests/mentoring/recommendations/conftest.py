"""Amina is, or was, Bea's mentor; Grace and Stella were not there."""

import pytest

from app.mentoring.recommendations import queries
from app.web.kit.addresses import url
from tests.browser import forms_of
from tests.mentoring.recommendations import making

WORDS = "She led the night shift for a year, and nobody was ever afraid to ask her."
LIST = "/mentoring/recommendations"


class Mentoring:
    """Recommending as members do it, from the forms of the pages."""

    def __init__(self, web, make):
        self.web, self.make = web, make

    def between(self, mentor, mentee, **values):
        return making.mentorship(self.make, mentor, mentee, **values)

    def writes(self, by, mentorship_id, words=WORDS):
        """From the page that asks for it."""
        path = url("recommend", mentorship_id=mentorship_id)
        page = self.web.as_(by).get(path)
        form = next(form for form in forms_of(page) if "body" in form.values)
        return self.web.client.post(path, data=form.values | {"body": words})

    def given(self, by, to, words=WORDS):
        """One that was written; its number."""
        here = self.between(by, to)
        assert self.writes(by, here, words).status_code == 303
        return self.one(here).id

    def one(self, mentorship_id):
        with self.make.house.database.reading() as session:
            return queries.of_mentorship(session, self.make.house.ring, mentorship_id)

    def by_number(self, number):
        with self.make.house.database.reading() as session:
            return queries.one(session, self.make.house.ring, number)

    def shows(self, by, number, on="yes"):
        """By the button of her own list."""
        path = url("show_recommendation", recommendation_id=number)
        return self.web.send(self.web.as_(by).get(LIST), path, on=on)

    def shown(self, by, to, words=WORDS):
        number = self.given(by, to, words)
        assert self.shows(to, number).status_code == 303
        return number

    def takes_back(self, by, number):
        path = url("take_back_recommendation", recommendation_id=number)
        return self.web.as_(by).post(path)

    def list_of(self, member):
        return self.web.as_(member).get(LIST).text

    def page_of(self, member, seen_by=None):
        browser = self.web.as_(seen_by) if seen_by else self.web.visitor()
        return browser.get(f"/m/{member.handle}").text


@pytest.fixture
def mentoring(web, make):
    return Mentoring(web, make)
