"""What the server's log says of an error: its kind and where it happened, not its words, which may hold what a visitor
typed or brought. Knows no Streamlit.
"""

import logging
import threading
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

LOG = logging.getLogger(__name__)
_JOINS = {"cause": "It was caused by:", "context": "It happened while this was handled:"}


def keep_visitors_texts_out() -> None:
    """Let no log record of this process show an error's words, and log the end of a thread in the same way.

    Every formatter takes a record's `exc_text` where there is one, so this holds for all loggers, Streamlit's and
    uvicorn's, too.
    """
    made = logging.getLogRecordFactory()
    if getattr(made, "keeps_texts_out", False):
        return
    logging.setLogRecordFactory(_wordless(made))
    threading.excepthook = _log_the_end_of_a_thread


def told(error: BaseException) -> str:
    """Kind and traceback of an error and of those that led to it, without their words."""
    parts, join, seen = [], "", set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        parts.append(f"{join}\n{_one(error)}" if join else _one(error))
        if error.__cause__ is not None:
            error, join = error.__cause__, _JOINS["cause"]
        else:
            error, join = (None if error.__suppress_context__ else error.__context__), _JOINS["context"]
    return "\n".join(parts)


def _one(error: BaseException) -> str:
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    return "".join(["Traceback (most recent call last):\n", *traceback.format_tb(error.__traceback__), kind])


def _wordless(made: Callable[..., logging.LogRecord]) -> Callable[..., logging.LogRecord]:
    def record(*values: Any, **named: Any) -> logging.LogRecord:
        one = made(*values, **named)
        if one.exc_info and one.exc_info[1] is not None:
            one.exc_text = told(one.exc_info[1])
        return one

    record.keeps_texts_out = True
    return record


def _log_the_end_of_a_thread(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_type is SystemExit or ended.exc_value is None:
        return
    name = ended.thread.name if ended.thread else "?"
    error: tuple[type[BaseException], BaseException, TracebackType | None] = (
        ended.exc_type, ended.exc_value, ended.exc_traceback)
    LOG.error("The thread %s ended with an error", name, exc_info=error)
