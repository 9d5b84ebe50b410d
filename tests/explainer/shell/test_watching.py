"""A server that was told to watch no files does not begin to when a lost connection comes back."""

import pytest
from streamlit import config
from streamlit.runtime.app_session import AppSession

from explainer.shell import watching


@pytest.mark.parametrize(("told", "watches"), [("none", False), ("poll", True)])
def test_a_session_that_comes_back_watches_only_where_it_should(monkeypatch, told, watches):
    asked = []
    monkeypatch.setattr(watching, "_register", asked.append)
    monkeypatch.setattr(AppSession, "register_file_watchers", AppSession.register_file_watchers)
    watching.watch_no_files_if_told_so()
    monkeypatch.setattr(config, "get_option", lambda name: {"server.fileWatcherType": told}[name])
    session = object()
    AppSession.register_file_watchers(session)
    assert asked == [session] * watches

