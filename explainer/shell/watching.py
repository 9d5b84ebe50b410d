"""Whether the server watches its source files."""

from streamlit import config
from streamlit.runtime.app_session import AppSession

_register = AppSession.register_file_watchers


def watch_no_files_if_told_so() -> None:
    """Hold Streamlit to its own option `server.fileWatcherType = "none"`.

    Version 1.67 begins to watch all the same when a lost connection comes back. It then looks up the file of every
    module that is loaded, a quarter of a second for each visitor, and answers nobody meanwhile.
    """
    AppSession.register_file_watchers = _register_if_wanted


def _register_if_wanted(session: AppSession) -> None:
    if config.get_option("server.fileWatcherType") != "none":
        _register(session)
