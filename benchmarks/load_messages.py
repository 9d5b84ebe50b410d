"""What a browser knows of its session and says to the server: Streamlit's own messages, and nothing sent or waited for.

A `Screen` takes the messages that come and keeps what a browser keeps: the value of every widget, the pages, the
address, the elements it has cached. `rerun` makes the message that a browser sends of it.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

DONE = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
MOST_RUNS = 2            # so many runs a browser keeps an element that was not sent again (Streamlit's default)
LIVE = "selection"       # explainer/components/channel.py: STATE


@dataclass
class Widget:
    """An element that the visitor can move, in the words of the server."""

    kind: str
    proto: Any
    fragment: str
    run: str


@dataclass
class Cached:
    """An element that need not be sent again."""

    message: ForwardMsg
    at: int
    fragment: str


@dataclass
class Run:
    """A run of the script; without fragments it is one of the whole page."""

    name: str
    fragments: tuple[str, ...] = ()


@dataclass
class Screen:
    """What one browser tab knows. `take` returns a run that has ended well; errors gather in `errors`."""

    session: str = ""
    page: str = ""                                          # Streamlit's number of the page that is open
    query: str = ""
    pages: dict[str, str] = field(default_factory=dict)     # the number of each page by its place in the address
    widgets: dict[str, Widget] = field(default_factory=dict)
    states: dict[str, WidgetState] = field(default_factory=dict)
    clocks: dict[str, float] = field(default_factory=dict)  # seconds between two runs of a fragment by the clock
    cache: dict[str, Cached] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    progress: tuple[int, str] | None = None                 # percent and words of the last progress bar
    begun: Run | None = None
    runs: int = 0
    places: list[FileURLs] = field(default_factory=list)    # for files, that the server has given to this session

    def take(self, message: ForwardMsg) -> Run | None:
        """One message of the server. Returns the run that it ends, if that went to its end."""
        message = self._whole(message)
        kind = message.WhichOneof("type")
        taken = getattr(self, f"_{kind}", None)
        return taken(message) if taken else None

    def find(self, key: str) -> Widget | None:
        """The widget that was given this key, if it is on screen."""
        return next((one for one in self.widgets.values() if key_of(one.proto.id) == key), None)

    def _whole(self, message: ForwardMsg) -> ForwardMsg:
        """The message itself, also where the server sent only the number of one that the browser has."""
        if message.WhichOneof("type") == "ref_hash":
            known = self.cache.get(message.ref_hash)
            if known is None:
                self.errors.append("the server left out an element that was not cached")
                return ForwardMsg()
            known.at = self.runs
            whole = ForwardMsg()
            whole.CopyFrom(known.message)
            whole.metadata.CopyFrom(message.metadata)
            return whole
        if message.metadata.cacheable and message.hash not in self.cache:
            self.cache[message.hash] = Cached(message, self.runs, message.delta.fragment_id)
        return message

    def _new_session(self, message: ForwardMsg) -> None:
        told = message.new_session
        self.begun = Run(message.metadata.run.script_run_id, tuple(message.metadata.run.fragment_ids))
        self.session = told.initialize.session_id or self.session
        if not self.begun.fragments:
            self.clocks.clear()
            self.page = told.page_script_hash

    def _navigation(self, message: ForwardMsg) -> None:
        self.pages = {page.url_pathname if not page.is_default else "": page.page_script_hash
                      for page in message.navigation.app_pages}
        self.page = message.navigation.page_script_hash

    def _page_info_changed(self, message: ForwardMsg) -> None:
        self.query = message.page_info_changed.query_string

    def _auto_rerun(self, message: ForwardMsg) -> None:
        self.clocks[message.auto_rerun.fragment_id] = message.auto_rerun.interval

    def _stop_auto_rerun(self, message: ForwardMsg) -> None:
        for fragment in message.stop_auto_rerun.fragment_ids:
            self.clocks.pop(fragment, None)

    def _page_not_found(self, message: ForwardMsg) -> None:
        self.errors.append(f"page not found: {message.page_not_found.page_name}")

    def _session_event(self, message: ForwardMsg) -> None:
        if message.session_event.HasField("script_compilation_exception"):
            self.errors.append(message.session_event.script_compilation_exception.message)

    def _backend_operation_response(self, message: ForwardMsg) -> None:
        if message.backend_operation_response.error_msg:
            self.errors.append(message.backend_operation_response.error_msg)

    def _file_urls_response(self, message: ForwardMsg) -> None:
        self.places += message.file_urls_response.file_urls

    def _delta(self, message: ForwardMsg) -> None:
        element, fragment = message.delta.new_element, message.delta.fragment_id
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.errors.append(f"exception: {element.exception.type} {element.exception.message}")
        elif kind == "alert" and element.alert.format == Alert.ERROR:
            self.errors.append(f"the page says: {element.alert.body}")
        elif kind == "progress":
            self.progress = element.progress.value, element.progress.text
        elif kind in VALUES or kind in ("button", "bidi_component", "file_uploader"):
            proto = getattr(element, kind)
            if proto.id:
                self.widgets[proto.id] = Widget(kind, proto, fragment, self.begun.name if self.begun else "")
                if kind in VALUES and (proto.set_value or proto.id not in self.states):
                    state = VALUES[kind](proto)
                    if state is not None:
                        self.states[proto.id] = state

    def _script_finished(self, message: ForwardMsg) -> Run | None:
        if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            self.errors.append("the script did not compile")
        if message.script_finished not in DONE or self.begun is None:
            return None
        self._forget_what_is_gone(self.begun)
        return self.begun

    def _forget_what_is_gone(self, run: Run) -> None:
        """Elements that this run could have drawn and has not; and cached ones that were not needed lately."""
        here = set(run.fragments)
        for name in [name for name, one in self.widgets.items()
                     if one.run != run.name and (not here or one.fragment in here)]:
            del self.widgets[name]
            self.states.pop(name, None)
        self.runs += 1
        for name in [name for name, one in self.cache.items()
                     if (not here or one.fragment in here) and self.runs - one.at > MOST_RUNS]:
            del self.cache[name]


def key_of(name: str) -> str:
    """The key inside Streamlit's name of a widget."""
    return name.split("-", 2)[2] if name.count("-") >= 2 else name


def _slider(proto: Any) -> WidgetState:
    state = WidgetState(id=proto.id)
    state.double_array_value.data.extend(proto.value if proto.set_value else proto.default)
    return state


def _number(proto: Any) -> WidgetState | None:
    if proto.set_value:
        return WidgetState(id=proto.id, double_value=proto.value)
    return WidgetState(id=proto.id, double_value=proto.default) if proto.HasField("default") else None


def _selectbox(proto: Any) -> WidgetState | None:
    if proto.set_value:
        return WidgetState(id=proto.id, string_value=proto.raw_value)
    if not proto.HasField("default") or not proto.options:
        return None
    return WidgetState(id=proto.id, string_value=proto.options[proto.default])


def _text(proto: Any) -> WidgetState:
    return WidgetState(id=proto.id, string_value=proto.value if proto.set_value else proto.default)


def _checkbox(proto: Any) -> WidgetState:
    return WidgetState(id=proto.id, bool_value=proto.value if proto.set_value else proto.default)


# What a browser says of a widget that nobody has moved. Of the others the server knows the value already.
VALUES = {"slider": _slider, "number_input": _number, "selectbox": _selectbox, "text_input": _text,
          "text_area": _text, "checkbox": _checkbox}


def rerun(screen: Screen, *, moved: Sequence[WidgetState] = (), fragment: str = "", clock: bool = False,
          page: str | None = None, place: str | None = None, url: str = "") -> BackMsg:
    """The message by which a browser asks for a run.

    moved     what the visitor moved; all but buttons stays in the screen's states
    fragment  the part of the page that the moved widget stands in; `clock` where the clock asks and no visitor
    page      the number of another page, of a link that was followed
    place     the address of the page that a new tab opens: the numbers of pages are not known yet
    """
    for state in moved:
        if state.WhichOneof("value") not in ("trigger_value", "json_trigger_value"):
            screen.states[state.id] = state
    now = screen.states | {state.id: state for state in moved}
    asked = BackMsg()
    run = asked.rerun_script
    run.query_string = screen.query
    run.page_script_hash = "" if place is not None else page or screen.page
    run.page_name = place or ""
    run.fragment_id, run.is_auto_rerun = fragment, clock
    run.widget_states.widgets.extend(now.values())
    run.cached_message_hashes.extend(screen.cache)
    run.context_info.timezone, run.context_info.locale = "Europe/Paris", "en-GB"
    run.context_info.url, run.context_info.color_scheme = url, "light"
    return asked


def moved_slider(widget: Widget, value: float) -> WidgetState:
    """Streamlit's own slider at a value."""
    state = WidgetState(id=widget.proto.id)
    state.double_array_value.data.append(value)
    return state


def pressed(widget: Widget) -> WidgetState:
    """A button that was pressed."""
    return WidgetState(id=widget.proto.id, trigger_value=True)


def uploaded(widget: Widget, place: FileURLs, name: str, size: int) -> WidgetState:
    """A field for files that holds one."""
    state = WidgetState(id=widget.proto.id)
    state.file_uploader_state_value.uploaded_file_info.add(file_id=place.file_id, name=name, size=size, file_urls=place)
    return state


@dataclass
class LiveSlider:
    """The browser's side of the channel of a live slider (js/channel.js): numbers, and which fields are not heard."""

    said: dict[str, Any] = field(default_factory=dict)
    moved: list[str] = field(default_factory=list)
    number: int = 0

    def state(self, widget: Widget, value: float, rests: bool) -> WidgetState:
        """What the slider says: its value, and whether the visitor has let go of it."""
        data = json.loads(widget.proto.json)
        if data["heard"] >= self.number:
            self.number, self.moved = data["heard"], []
        fields = {"value": value, "rests": rests}
        self.moved += [name for name in fields if self.said.get(name) != fields[name] and name not in self.moved]
        self.said, self.number = fields, self.number + 1
        told = {LIVE: {**fields, "number": self.number, "moved": list(self.moved)}}
        return WidgetState(id=widget.proto.id, json_value=json.dumps(told))


def neighbours(widget: Widget, count: int) -> list[float]:
    """So many values of a slider that a key could press it through, from its own value on and back at its ends."""
    if widget.kind == "bidi_component":
        data = json.loads(widget.proto.json)
        stops, low, high, step, value = data["stops"], data["low"], data["high"], data["step"], data["value"]
    else:
        proto = widget.proto
        low, high, step, stops = proto.min, proto.max, proto.step, None
        value = (proto.value or proto.default)[0]
    if not stops:
        stops = [round(low + step * i, 10) for i in range(math.floor((high - low) / step + 1e-9) + 1)]
        stops = [int(stop) if isinstance(step, int) else stop for stop in stops]
    at, way = min(range(len(stops)), key=lambda i: abs(stops[i] - value)), 1
    found = []
    for _ in range(count):
        if not 0 <= at + way < len(stops):
            way = -way
        at += way
        found.append(stops[at])
    return found


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that so large a share of them does not exceed; NaN of none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else math.nan
