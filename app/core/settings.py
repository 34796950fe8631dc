"""What an installation can choose, read from the environment; and where the house's files lie."""

import os
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, FilePath, SecretStr, ValidationError, model_validator
from pydantic_settings import SettingsConfigDict

from app.core import epochs, languages
from app.core.languages import Language
from app.core.retention import Retention
from app.core.setting_kinds import (
    DatabaseUrl,
    Domains,
    Elsewhere,
    Inviting,
    Joining,
    OneLine,
    Places,
    RedisUrl,
    Spoken,
    WhenAsked,
    Zone,
)

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
MIGRATIONS = ROOT / "migrations"

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class BadSettings(Exception):
    """The environment asks for something that cannot be; the message says what, a line each."""


class Settings(Retention):
    """One field, one environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True)

    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8000, ge=0, le=65535, description="port to listen on")
    base_url: str = Field("", description="the address members use; http only for loopback")
    data_dir: Path = Field(ROOT / "var", description="SQLite file, mail in development")
    keyring: Path = Field(
        Path("~/.config/common-thread/keyring.json"),
        description="the secrets: a file outside DATA_DIR and the repository",
    )
    key_months: int = Field(
        epochs.KEPT_MONTHS,
        ge=3,
        le=60,
        description="months after its quarter for which a thread’s key is kept",
    )
    backup_days: int = Field(
        35, ge=0, le=35, description="days for which a backup is kept; 0: none are made"
    )
    database_url: DatabaseUrl = Field(
        SecretStr(""), description="postgresql://…; unset: SQLite in DATA_DIR"
    )
    redis_url: RedisUrl = Field(
        SecretStr(""), description="redis://…, without persistence: what several processes share"
    )
    smtp_url: SecretStr = Field(
        SecretStr(""),
        description="smtp://user:password@host:587 or smtps://…; unset: DATA_DIR/mail/",
    )
    mail_from: OneLine = Field(
        "", description="sender of our mail; unset: post@ the host of BASE_URL"
    )
    demo: bool = Field(default=False, description="load the demo community into an empty database")
    site_name: OneLine = Field(
        "Common Thread", max_length=60, description="as pages and mails say it"
    )
    welcome: str = Field(
        "", max_length=600, description="what the first page says of this community"
    )
    contact: OneLine = Field(
        "", max_length=200, description="address of mail of whoever runs this installation"
    )
    language: Spoken = Field("en", description="language of the pages for whoever has chosen none")
    time_zone: Zone = Field(
        "UTC", description="zone of the times shown until a browser knows better"
    )
    joining: Joining = Field("open", description="who may join: open, request, invitation, closed")
    joining_domains: Domains = Field(
        "", description="domains of mail whose addresses need no request and no invitation"
    )
    joining_challenge: WhenAsked = Field(
        "flood", description="when a question is asked that programs don’t answer"
    )
    joining_days: int = Field(
        30, ge=1, le=365, description="days after which a declined request is erased"
    )
    inviting: Inviting = Field("staff", description="who makes invitations")
    staff_two_factor: bool | None = Field(
        None, description="staff sign in by two steps to work as staff; unset: not with DEMO"
    )
    breached_passwords: FilePath | None = Field(
        None, description="file of SHA-1s of passwords that are known elsewhere, in order"
    )
    search_engines: bool = Field(
        default=False, description="let search engines index the public circles"
    )
    jobs_say_pay: bool = Field(
        default=True,
        description="a job is only taken when it says what it pays, or that it doesn’t",
    )
    exit_url: Elsewhere = Field(
        "https://www.bbc.co.uk/weather", description="where “Exit this page” goes"
    )
    workers: int = Field(1, ge=1, le=64, description="processes to serve with")
    worker: bool = Field(
        default=True, description="send mail from inside serve; off: run `work` beside it"
    )
    link_checks: bool = Field(
        default=True, description="look about once a week whether links still lead somewhere"
    )
    webhook_hosts: Places = Field(
        "", description="host:port of programs of your own network that webhooks may tell"
    )
    trust_proxy: bool = Field(
        default=False, description="a reverse proxy in front sets X-Forwarded-For"
    )
    log_format: Literal["text", "json"] = Field(
        "text", description="lines for people, or one JSON object a line for programs"
    )
    metrics_port: int = Field(
        0, ge=0, le=65535, description="first port for Prometheus, one a process; 0: none"
    )
    metrics_host: str = Field("127.0.0.1", description="address to listen on for Prometheus")
    drain_seconds: int = Field(
        0, ge=0, le=60, description="seconds between telling a proxy that it ends, and ending"
    )

    @model_validator(mode="after")
    def _address_is_safe(self) -> "Settings":
        url = urlsplit(self.address)
        if url.scheme not in {"http", "https"} or not url.hostname:
            raise ValueError("BASE_URL must be an address such as https://circle.example.org")
        if url.scheme == "http" and url.hostname not in LOOPBACK:
            raise ValueError("BASE_URL must begin with https:// unless it is this machine itself")
        if url.path not in {"", "/"} or url.query:
            raise ValueError("BASE_URL must be the root of a host, without a path")
        return self

    @property
    def address(self) -> str:
        """BASE_URL without a slash at the end."""
        return (self.base_url or f"http://127.0.0.1:{self.port}").rstrip("/")

    @property
    def staff_need_two_steps(self) -> bool:
        return not self.demo if self.staff_two_factor is None else self.staff_two_factor

    @property
    def secure(self) -> bool:
        return self.address.startswith("https:")

    @property
    def host_names(self) -> frozenset[str]:
        """What the Host header may say, ports left out."""
        # This machine may always ask: a health check does, and no stranger's page can.
        return LOOPBACK | {urlsplit(self.address).hostname or ""}

    @property
    def spoken(self) -> Language:
        return languages.KNOWN[self.language]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def keyring_file(self) -> Path:
        return self.keyring.expanduser().absolute()

    @property
    def database(self) -> str:
        """The URL for SQLAlchemy; it may hold a password, so it is for nobody's eyes."""
        given = self.database_url.get_secret_value()
        if not given:
            return f"sqlite:///{self.data_dir.absolute() / 'common-thread.db'}"
        scheme, _, rest = given.partition("://")
        return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else given

    @property
    def domains(self) -> frozenset[str]:
        """JOINING_DOMAINS one by one, in small letters."""
        return frozenset(self.joining_domains.replace(",", " ").split())

    @property
    def told_hosts(self) -> frozenset[str]:
        """WEBHOOK_HOSTS one by one, in small letters."""
        return frozenset(self.webhook_hosts.replace(",", " ").split())

    @property
    def sender(self) -> str:
        return self.mail_from or f"post@{urlsplit(self.address).hostname}"


def _credentials() -> str | None:
    """A folder with a file for each secret setting, as systemd and compose can give it."""
    found = os.environ.get("CREDENTIALS_DIRECTORY", "")
    return found if Path(found).is_dir() and found else None


def read() -> Settings:
    """The settings of this process: its environment, and the files of secrets.

    Raises BadSettings with a line for each that cannot be.
    """
    try:
        # mypy reads Field() defaults as required.
        return Settings(_secrets_dir=_credentials())  # type: ignore[call-arg]
    except ValidationError as problem:
        lines = [
            f"{'_'.join(str(p) for p in e['loc']).upper() or 'BASE_URL'}: {e['msg']}"
            for e in problem.errors(include_input=False)
        ]
        raise BadSettings("\n".join(lines)) from None
