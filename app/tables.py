"""Every table of the house in one place, for migrations and for whoever copies a database."""

from sqlalchemy import MetaData

from app.community.messages import models as _messages
from app.community.threads import held_models as _held
from app.community.threads import models as _threads
from app.core import outbox as _outbox
from app.core.db import Base
from app.oversight.audit import models as _audit
from app.oversight.moderation import holds_models as _holds
from app.oversight.moderation import models as _moderation
from app.oversight.notifications import mail_models as _mail
from app.oversight.notifications import models as _notifications
from app.people.anonymity import models as _anonymity
from app.people.circles import models as _circles
from app.people.evidence import models as _evidence
from app.people.members import models as _members
from app.people.noted import models as _noted
from app.people.safety import models as _safety

ROOMS = (
    *(_outbox, _members, _circles, _anonymity, _threads, _held, _safety, _audit),
    *(_moderation, _holds, _messages, _evidence, _noted, _notifications, _mail),
)


def metadata() -> MetaData:
    """What these rooms have put on record by being imported."""
    return Base.metadata
