"""Every table of the house in one place, for migrations and for whoever copies a database."""

from sqlalchemy import MetaData

from app.community.threads import models as _threads
from app.core import outbox as _outbox
from app.core.db import Base
from app.oversight.audit import models as _audit
from app.people.anonymity import models as _anonymity
from app.people.circles import models as _circles
from app.people.members import models as _members

ROOMS = (_outbox, _members, _circles, _anonymity, _threads, _audit)


def metadata() -> MetaData:
    """What these rooms have put on record by being imported."""
    return Base.metadata
