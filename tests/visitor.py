"""A visitor: opens the app through AppTest, sets controls, reads what is on the page."""

import json
import re
import time
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

import rnncore
from explainer.models.shelf import Entry, Shelf
from explainer.models.spelling import shown
from explainer.shell.headings import GO_THERE
from explainer.state.keys import qualified
from explainer.state.registry import PAGES
from explainer.training.names_run import NamesRun
from tests.line_charts import in_plotlys_words

SCRIPT = Path(__file__).parents[1] / "pages" / "app.py"      # what the server gives every session to run
HOME = ""
LINKS = ("view_link", "lag_link", "names_link")
TOLD = ("markdown", "html", "title", "header", "subheader", "caption", "code", "warning", "info", "error", "success",
        "bidi_component", "plotly_chart", "arrow_data_frame")
KINDS = ("slider", "number_input", "selectbox", "text_input", "segmented_control", "pills", "text_area", "multiselect",
         "button", "file_uploader", "download_button")


def number_of(place: str) -> str:
    """Streamlit's own number of a chapter: that of its place in the address.

    Not `AppTest.switch_page`: that one must run the home page first, so no deep link is ever a session's first page.
    """
    return calc_hash(place or str(SCRIPT))


class Visitor:
    """One session. `query` is the address the name page is opened with; a run may take so many `seconds`."""

    def __init__(self, query: dict[str, str] | None = None, page: str = "name-generation",
                 seconds: float = 120) -> None:
        self.at = AppTest.from_file(SCRIPT, default_timeout=seconds)
        self.times_said = 0
        self.open(page, query)

    def open(self, page: str, query: dict[str, str] | None = None) -> "Visitor":
        """Follow a link inside the app; as in a browser, the old page's address does not come along."""
        self.at.query_params.clear()
        self.at.query_params.update(query or {})
        self.at._page_hash = number_of(page)
        self.place = page
        self.at.run()
        self.is_well()
        assert self.is_whole, "the chapter's title is not there"
        return self

    def home_and_back(self) -> "Visitor":
        self.open(HOME)
        return self.open("name-generation")

    def is_well(self) -> "Visitor":
        assert not self.at.exception, [exception.value for exception in self.at.exception]
        return self

    @property
    def is_whole(self) -> bool:
        """Whether the last run drew the page from its title on, not only parts of it."""
        return sum("<h1 " in piece for piece in self.html) == 1

    def widget(self, key: str) -> Any:
        """The widget of this key; a control's short name is enough, for the chapter that is open has but one such."""
        for kind in KINDS:
            for widget in getattr(self.at, kind):
                if widget.key in (key, qualified(self.place, key)):
                    return widget
        raise KeyError(key)

    def has(self, key: str) -> bool:
        names = (key, qualified(self.place, key))
        return any(widget.key in names for kind in KINDS for widget in getattr(self.at, kind))

    def set(self, **values: Any) -> "Visitor":
        """Set controls, then let the page answer once; if only parts of it answered, look at the whole page.

        Before that, too: what is to be set may not be in the parts that answered last.
        """
        if not self.is_whole:
            self.at.run()
        self.move(**values)
        if not self.is_whole:
            self.at.run()
        return self.is_well()

    def move(self, **values: Any) -> "Visitor":
        """Set controls, and see what was drawn again: all of the page, or parts of it."""
        for key, value in values.items():
            self.widget(key).set_value(value)
        self.at.run()
        return self.is_well()

    def send(self, key: str, **said: Any) -> "Visitor":
        """A component says something, as the browser lets it, with its next number: see what was drawn again."""
        self.times_said += 1
        said = {name: {"number": self.times_said} | fields for name, fields in said.items()}
        [sender] = [element for element in self.at.get("bidi_component") if key_of(element) == key]
        states = self.at._tree.get_widget_states()
        states.widgets.append(WidgetState(id=sender.proto.id, json_value=json.dumps(said)))
        self.at._run(states)
        return self.is_well()

    def drag(self, key: str, value: float, rests: bool = True) -> "Visitor":
        """Move the live slider of a control: on the way, or until it rests."""
        return self.send(f"live_{key}", selection={"value": value, "rests": rests})

    def click(self, key: str) -> "Visitor":
        self.widget(key).click()
        self.at.run()
        return self.is_well()

    def upload(self, key: str, data: bytes, name: str) -> "Visitor":
        self.widget(key).set_value((name, data, "application/octet-stream"))
        self.at.run()
        return self.is_well()

    def wait(self, done, seconds: float = 20) -> "Visitor":
        """Look at the page again and again, as its fragments do, until `done()`."""
        deadline = time.monotonic() + seconds
        while not done():
            told = self.job and (self.job.status, self.job.step)
            assert time.monotonic() < deadline, f"waited {seconds:g} s in vain; the run: {told}"
            time.sleep(0.02)
            self.at.run()
            self.is_well()
        self.at.run()            # it came true behind the page's back: look once more
        return self.is_well()

    def train(self, **settings: Any) -> "Visitor":
        """Train with these settings to the end."""
        self.set(**settings).click("train")
        return self.wait(lambda: not self.job.is_active)

    @property
    def shelf(self) -> Shelf:
        return self.at.session_state["_shelf"]

    @property
    def job(self) -> NamesRun | None:
        entry = self.shelf.own.get(f"trained-{self.shelf.current_job}")
        return entry and entry.job

    @property
    def entry(self) -> Entry:
        return self.shelf.entries[self.widget("model").value]

    @property
    def html(self) -> list[str]:
        """Pieces of the app's own HTML; what `headings.js` and the style sheet say is left out."""
        brought = [component.proto.html_content for component in self.at.get("bidi_component")]
        pieces = [piece.value.replace(GO_THERE, "") for piece in self.at.html if not piece.value.startswith("<style")]
        return [piece for piece in brought + pieces if piece]

    def piece(self, css_class: str) -> str:
        found = [piece for piece in self.html if f'class="{css_class}"' in piece]
        assert len(found) == 1, f"{len(found)} pieces of {css_class}"
        return found[0]

    @property
    def names(self) -> list[str]:
        """The generated names, as the page shows them."""
        return [unescape(name) for name in re.findall(r"<b><bdi>(.*?)</bdi></b>", self.piece("u-names"))]

    @property
    def notes(self) -> list[str]:
        return re.findall(r"<small>(.*?)</small>", self.piece("u-names"))

    def expected(self, model: rnncore.Model) -> list[str]:
        """What `rnncore.sample` says the names must be at the settings of the page."""
        names = rnncore.sample(model, self.widget("count").value, np.random.default_rng(self.widget("draw").value),
                               self.widget("temperature").value, self.widget("top_k").value,
                               self.widget("prefix").value)
        return [shown(name, model.vocabulary) or "∎" for name in names]

    @property
    def link(self) -> dict[str, str]:
        """The link under "Link to this view", as an address."""
        from urllib.parse import parse_qsl
        [code] = [code for code in self.codes if "temperature=" in code.split("\n")[0]]
        return dict(parse_qsl(code.split("?", 1)[1], keep_blank_values=True))

    def drawn(self) -> dict[tuple, str]:
        """What is told on the page, widgets left out, by its place; after `move` only what was drawn again."""
        found = {}

        def walk(block: Any, place: tuple) -> None:
            for i, child in getattr(block, "children", {}).items():
                walk(child, (*place, i))
                if getattr(child, "type", "") in TOLD:
                    found[(*place, i)] = f"{child.type}: {child.proto}"

        walk(self.at._tree, ())
        return found

    @property
    def codes(self) -> list[str]:
        """Every link and every piece of source on the page, each opened first."""
        for key in (*LINKS, *(found.proto.id.split("-", 2)[2] for found in self.at.expander if found.proto.id)):
            self.at.session_state[key] = True
        self.at.run()
        self.is_well()
        return [block.value for block in self.at.code]

    def charts(self) -> dict[str, dict]:
        """Every chart on the page by its key, whoever draws it."""
        found = {}
        for element in self.at._tree:
            kind = getattr(element, "type", "")
            if kind == "plotly_chart":
                found[key_of(element)] = json.loads(element.proto.spec)
            elif kind == "bidi_component" and element.proto.component_name == "live_chart":
                found[key_of(element)] = in_plotlys_words(json.loads(element.proto.json)["chart"])
        return found

    def component(self, key: str) -> dict:
        """What a component of this key was sent."""
        [found] = [element for element in self.at.get("bidi_component") if key_of(element) == key]
        return json.loads(found.proto.json)

    def said(self, kind: str) -> list[str]:
        return [element.value for element in getattr(self.at, kind)]


def key_of(element: Any) -> str:
    """The key that a chart or a component was given; without the chapter, if it has one."""
    key = element.proto.id.split("-", 2)[2]
    chapter, _, name = key.partition(".")
    return name if chapter in PAGES else key


def numbers(data: Any) -> np.ndarray:
    """An array as Plotly sends it: a list, or typed bytes."""
    import base64
    if isinstance(data, dict):
        return np.frombuffer(base64.b64decode(data["bdata"]), dtype=data["dtype"])
    return np.array(data)


def assert_one_sentence(text: str) -> None:
    """One clear sentence: no traceback, no class name, no second thought."""
    assert 20 < len(text) < 400 and text[0].isupper() and text.rstrip().endswith("."), text
    assert "\n" not in text and "Traceback" not in text and "Error" not in text and "object at 0x" not in text, text
