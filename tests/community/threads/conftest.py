"""A circle large enough to hide in, time passing, and the chores of the house done by hand."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from app.chores import Chores
from app.core import clock
from app.people.circles.models import Circle
from app.people.house import House

Later = Callable[..., AbstractContextManager[None]]


@pytest.fixture
def crowded(session: Session, circle: Circle) -> Circle:
    """A circle in which enough people have been for a month."""
    circle.crowd = 30
    session.commit()
    return circle


@pytest.fixture
def tend(house: House) -> Callable[[], None]:
    """What the house does by itself before the first page, every ten minutes, and each new day."""
    return Chores(house, mail=False).tend


@pytest.fixture
def later() -> Later:
    """`with later(days=1):` it is tomorrow."""

    @contextmanager
    def later(**time: float) -> Iterator[None]:
        with time_machine.travel(clock.now() + timedelta(**time), tick=False):
            yield

    return later
