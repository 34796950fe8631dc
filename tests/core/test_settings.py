"""Settings: what cannot be is refused at the start, by name and in plain words."""

import pytest

from app.core import settings
from app.core.settings import BadSettings

NAMES = [name.upper() for name in settings.Settings.model_fields]


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def read(monkeypatch, **given):
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return settings.read()


def test_nothing_has_to_be_set(monkeypatch):
    found = read(monkeypatch)

    assert found.address == "http://127.0.0.1:8000"
    assert found.database.startswith("sqlite:///")
    assert not found.secure
    assert not found.trust_proxy


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REDIS_URL", "http://127.0.0.1:6379"),
        ("BASE_URL", "http://circle.example.org"),
        ("BASE_URL", "http://192.168.1.5:8000"),
        ("BASE_URL", "http://127.0.0.1.example.org"),
        ("BASE_URL", "http://localhost.example.org"),
        ("BASE_URL", "https://circle.example.org/forum"),
        ("BASE_URL", "https://circle.example.org/?x=y"),
        ("BASE_URL", "circle.example.org"),
        ("BASE_URL", "ftp://circle.example.org"),
        ("BASE_URL", "https://"),
        ("BASE_URL", "javascript:alert(1)"),
        ("TIME_ZONE", "Mars/Olympus"),
        ("TIME_ZONE", "../../etc/passwd"),
        ("PORT", "70000"),
        ("PORT", "http"),
        ("WORKERS", "0"),
        ("LANGUAGE", "tlh"),
        ("JOINING", "sometimes"),
        ("TRUST_PROXY", "perhaps"),
        ("SITE_NAME", "n" * 61),
    ],
)
def test_what_cannot_be_is_refused_by_name(name, value, monkeypatch):
    with pytest.raises(BadSettings, match=f"(?m)^{name}: "):
        read(monkeypatch, **{name: value})


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8000", "http://localhost:9000", "http://[::1]:8000", "https://a.example/"],
)
def test_plain_http_is_for_this_machine_alone(url, monkeypatch):
    assert read(monkeypatch, BASE_URL=url).address == url.rstrip("/")


def test_all_that_is_wrong_is_said_at_once(monkeypatch):
    with pytest.raises(BadSettings) as refused:
        read(monkeypatch, PORT="x", WORKERS="0", TIME_ZONE="Nowhere")

    assert len(str(refused.value).splitlines()) == 3


def test_secrets_are_repeated_nowhere(monkeypatch):
    found = read(
        monkeypatch,
        DATABASE_URL="postgresql://me:kestrel@db/forum",
        SMTP_URL="smtp://me:kestrel@mail:587",
    )
    with pytest.raises(BadSettings) as refused:
        read(monkeypatch, BASE_URL="http://me:kestrel@circle.example.org")

    assert "kestrel" not in repr(found) + str(found) + str(refused.value)
    assert found.database == "postgresql+psycopg://me:kestrel@db/forum"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://Circle.Example.org:8443", "circle.example.org"),
        ("http://localhost:8000", "localhost"),
    ],
)
def test_the_host_is_that_of_the_address_or_this_machine(url, name, monkeypatch):
    names = read(monkeypatch, BASE_URL=url).host_names

    assert names == {name, "127.0.0.1", "localhost", "::1"}
