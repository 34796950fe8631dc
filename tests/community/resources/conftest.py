"""Resources as members use them, from the forms of the pages."""

import pytest

from app.community.resources.models import Resource
from app.people.members.models import Standing
from app.web.kit.addresses import url
from tests.house.resources import SAID


class Resources:
    def __init__(self, web, session):
        self.web, self.session = web, session

    def suggest(self, by, circle=None, **typed):
        """From the page that asks for it; what its answer is."""
        page = self.web.as_(by).get(url("new_resource", circle=circle.slug if circle else ""))
        return self.web.send(page, "/resources", **(SAID | typed))

    def one(self, title="Know your rights"):
        """The row of the one with this title, as it is now; None where there is none."""
        self.session.rollback()
        wanted = self.session.query(Resource).filter_by(title=title)
        return wanted.populate_existing().one_or_none()

    def page(self, row, by=None):
        browser = self.web.as_(by) if by else self.web.visitor()
        return browser.get(url("resource", resource_id=row.id))

    def list(self, by=None, **asked):
        browser = self.web.as_(by) if by else self.web.visitor()
        return browser.get(url("resources", **asked)).text

    def turn(self, by, row, turn, **typed):
        """By the form on its page."""
        path = url("look_at_resource", resource_id=row.id)
        return self.web.send(self.page(row, by), path, turn=turn, **typed)

    def note(self, by, row, body):
        path = url("note_resource", resource_id=row.id)
        return self.web.send(self.page(row, by), path, body=body)

    def helped(self, by, row, on="yes"):
        path = url("resource_helped", resource_id=row.id)
        return self.web.send(self.page(row, by), path, on=on)

    def pause(self, member):
        member.standing = Standing.PAUSED
        self.session.merge(member)
        self.session.commit()


@pytest.fixture
def resources(web, session):
    return Resources(web, session)
