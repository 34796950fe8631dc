"""Every table of the house in one place, for migrations and for whoever copies a database."""

from sqlalchemy import MetaData

from app.community.links import models as _links
from app.community.messages import models as _messages
from app.community.opportunities import kept_models as _opportunities_kept
from app.community.opportunities import models as _opportunities
from app.community.pathways import models as _pathways
from app.community.resources import models as _resources
from app.community.threads import held_models as _held
from app.community.threads import models as _threads
from app.core import outbox as _outbox
from app.core.db import Base
from app.mentoring.groups import models as _groups
from app.mentoring.mentorships import meeting_models as _meetings
from app.mentoring.mentorships import models as _mentorships
from app.mentoring.profiles import models as _mentors
from app.mentoring.programmes import models as _programmes
from app.mentoring.recommendations import models as _recommendations
from app.mentoring.requests import models as _requests
from app.oversight.audit import models as _audit
from app.oversight.moderation import holds_models as _holds
from app.oversight.moderation import models as _moderation
from app.oversight.moderation import statement_models as _statements
from app.oversight.notifications import mail_models as _mail
from app.oversight.notifications import models as _notifications
from app.people.anonymity import models as _anonymity
from app.people.circles import models as _circles
from app.people.introductions import models as _introductions
from app.people.joining import models as _joining
from app.people.members import factor_models as _factors
from app.people.members import models as _members
from app.people.members import token_models as _tokens
from app.people.noted import models as _noted
from app.people.organisations import models as _organisations
from app.people.safety import models as _safety
from app.people.sheets import models as _sheets
from app.people.site import models as _site
from app.people.webhooks import models as _webhooks

INDEX = "search"
ROOMS = (
    *(_outbox, _members, _factors, _tokens, _circles, _anonymity, _threads, _held, _safety, _audit),
    *(_moderation, _statements, _holds, _messages, _sheets, _noted, _notifications, _mail),
    *(_mentorships, _meetings, _mentors, _requests, _groups),
    *(_recommendations, _introductions, _organisations, _programmes, _links),
    *(_opportunities, _opportunities_kept, _resources, _pathways, _joining, _site),
    _webhooks,
)


def is_derived(name: str) -> bool:
    """Whether the table is part of the index of words: made of what others hold, with tables of the
    database's own beside it, and so neither compared nor copied."""
    return name == INDEX or name.startswith(f"{INDEX}_")


def metadata() -> MetaData:
    """What these rooms have put on record by being imported."""
    return Base.metadata
