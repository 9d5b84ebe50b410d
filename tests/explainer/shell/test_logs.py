"""A log says what failed and where, and never a visitor's words."""

import io
import logging
import threading

import pytest
from streamlit.error_util import handle_user_script_exception
from streamlit.logger import get_logger

from explainer.shell.logs import keep_visitors_texts_out, told
from tests.waiting import wait_until

TYPED = "dear diary"


@pytest.fixture
def log():
    """What every logger writes, Streamlit's too, while the words are kept out."""
    factory, hook = logging.getLogRecordFactory(), threading.excepthook
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    loggers = [logging.getLogger(), logging.getLogger("uvicorn.error"), get_logger("streamlit.error_util")]
    for logger in loggers:
        logger.addHandler(handler)
    keep_visitors_texts_out()
    yield out
    for logger in loggers:
        logger.removeHandler(handler)
    logging.setLogRecordFactory(factory)
    threading.excepthook = hook


def fail_over_what_was_typed() -> None:
    try:
        {}[TYPED]
    except KeyError as error:
        raise ValueError(f"cannot read {TYPED!r}") from error


def caught() -> ValueError:
    with pytest.raises(ValueError) as error:
        fail_over_what_was_typed()
    return error.value


def says_what_failed_and_nothing_else(text: str) -> None:
    assert "KeyError" in text and "ValueError" in text and "fail_over_what_was_typed" in text
    assert TYPED not in text


def test_an_error_is_told_with_all_that_led_to_it(log):
    says_what_failed_and_nothing_else(told(caught()))


def test_errors_that_lead_to_each_other_are_told_once():
    first, second = ValueError(TYPED), KeyError(TYPED)
    first.__cause__, second.__cause__ = second, first
    assert told(first).count("ValueError") == 1


def test_any_logger_keeps_the_words_out(log):
    logging.getLogger("uvicorn.error").error("Exception in ASGI application", exc_info=caught())
    says_what_failed_and_nothing_else(log.getvalue())


def test_a_page_that_fails_is_logged_by_kind_and_place(log):
    handle_user_script_exception(caught(), lambda error: True)
    says_what_failed_and_nothing_else(log.getvalue())
    assert "Uncaught app execution" in log.getvalue()


def test_a_thread_that_fails_is_logged_in_the_same_way(log):
    threading.Thread(target=fail_over_what_was_typed, name="somebody").start()
    wait_until(lambda: "somebody" in log.getvalue() and "ValueError" in log.getvalue())
    says_what_failed_and_nothing_else(log.getvalue())


def test_what_is_logged_without_an_error_stays_as_it_is(log):
    keep_visitors_texts_out()                                     # once is enough, twice does no harm
    logging.getLogger("explainer").error("The training run %s failed", "abc")
    assert log.getvalue() == "The training run abc failed\n"
