"""A house to be filled and asked in this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import SecretStr

from app import wiring
from app.commands import serving
from app.core.settings import Settings
from app.people.house import House


@contextmanager
def house_of(folder: Path, url: str) -> Iterator[House]:
    settings = Settings(
        data_dir=folder / "var", keyring=folder / "secrets" / "keyring.json",
        database_url=SecretStr(url), demo=False,
    )  # fmt: skip
    house = wiring.open_house(settings)
    serving.prepare(house)
    yield house
    house.database.close()


def tidy(house: House) -> None:
    """What a server does by itself in time."""
    if house.database.is_sqlite:
        house.database.settle()
        return
    engine = house.database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with house.database._unhurried(engine) as connection:  # noqa: SLF001
        connection.exec_driver_sql("VACUUM ANALYZE")
