"""What is logged: that something happened, never what somebody wrote, nor from where she came."""

import json
import logging
import logging.config
import sys
import threading
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from app.core.settings import ROOT

log = logging.getLogger("app.process")

FRAMES = 6


def where(trace: TracebackType | None) -> str:
    """The lines of our own code that led to an error, the last one first."""
    ours = [f for f in traceback.extract_tb(trace) if Path(f.filename).is_relative_to(ROOT / "app")]
    return " < ".join(f"{Path(f.filename).stem}:{f.lineno}" for f in reversed(ours[-FRAMES:]))


class Discreet(logging.Formatter):
    """Leaves out what an exception says, which may hold somebody's words, and of what others' code
    says all but the first line as that was written; newlines stay in place only where a developer
    reads her own mail."""

    def formatException(self, ei: Any) -> str:  # noqa: N802  # the library's name
        return f"({ei[0].__name__})"

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # the library's name
        record.message = words(record)
        return super().formatMessage(record)


class AsJson(Discreet):
    """One object a line. The hour is that of Greenwich, and no time is finer."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "time": f"{datetime.fromtimestamp(record.created, UTC):%Y-%m-%dT%H:00Z}",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": words(record),
            **getattr(record, "numbers", {}),
        }
        if record.exc_info and record.exc_info[0]:
            said["error"] = record.exc_info[0].__name__
            said["at"] = where(record.exc_info[2])
        return json.dumps(said, ensure_ascii=False)


class ForMachines(logging.Filter):
    """Keeps back the letters that a developer without a mail server reads in her terminal."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not getattr(record, "private", False)


def words(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] == "app":
        return record.getMessage()
    return str(record.msg).partition("\n")[0]


def config(style: str) -> dict[str, Any]:
    """For `logging.config`: where lines go, as `text` or as `json`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"machines": {"()": ForMachines}},
        "formatters": {
            "text": {
                "()": Discreet,
                "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
                "datefmt": "%Y-%m-%d %H:00",
            },
            "json": {"()": AsJson},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": style,
                "filters": ["machines"] if style == "json" else [],
                "stream": "ext://sys.stderr",
            }
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "app": {"level": "INFO"},
            "uvicorn": {"level": "WARNING"},
            "uvicorn.access": {"handlers": [], "propagate": False},
        },
    }


def configure(style: str) -> None:
    logging.config.dictConfig(config(style))


def watch() -> None:
    """From now on what ends this process, or a thread of it, is logged like all else, where Python
    would print what the error says."""
    logging.captureWarnings(capture=True)
    threading.excepthook = _thread_ended
    sys.excepthook = _process_ended
    sys.unraisablehook = _unheard


def _thread_ended(said: threading.ExceptHookArgs) -> None:
    if said.exc_value is not None:
        told = (said.exc_type, said.exc_value, said.exc_traceback)
        log.error("a thread has ended at %s", where(said.exc_traceback), exc_info=told)


def _unheard(said: "sys.UnraisableHookArgs") -> None:
    at, kind = where(said.exc_traceback), said.exc_type.__name__
    log.warning("an error that nothing could hear of: %s at %s", kind, at)


def _process_ended(
    kind: type[BaseException], problem: BaseException, trace: TracebackType | None
) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        log.critical("it has ended at %s", where(trace), exc_info=(kind, problem, trace))
