"""A thread of Amina's in which Bea has answered, once by name and once without."""

import pytest


@pytest.fixture
def circle(make):
    return make.circle("New mothers", crowd=30)


@pytest.fixture
def thread(make, circle, amina, bea):
    made = make.thread(circle, amina, title="The nights", replies=[(bea, "You are no mother")])
    make.voiced(made, bea, "Women like you")
    return made


@pytest.fixture
def named(make, thread):
    return make.post(thread, 2)


@pytest.fixture
def unnamed(make, thread):
    return make.post(thread, 3)
