"""What is logged: that something happened, never what somebody wrote, nor from where she came."""

import logging
import logging.config
from typing import Any


class Discreet(logging.Formatter):
    """Leaves out what an exception says, which may hold somebody's words; newlines stay in place
    only where a developer reads her own mail."""

    def formatException(self, ei: Any) -> str:  # noqa: N802  # the library's name
        return f"({ei[0].__name__})"


CONFIG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "app.commands.logs.Discreet",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
            "datefmt": "%Y-%m-%d %H:00",
        }
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "stream": "ext://sys.stderr",
        }
    },
    "loggers": {
        "app": {"handlers": ["console"], "level": "INFO"},
        "uvicorn": {"handlers": ["console"], "level": "WARNING"},
        "uvicorn.access": {"handlers": [], "propagate": False},
    },
}


def configure() -> None:
    logging.config.dictConfig(CONFIG)
