"""Sections of a page that run again by themselves, and only when what they show has changed.

    @section("curve", first=True)
    def curve() -> None:
        widgets.slider(WIDTH)
        st.line_chart(made_of(value(WIDTH), value(SEED)))

A section takes no arguments: it asks for what it needs, with `address.value`, and the page notes who asked for what
(`ledger`). When a control moves, its widget's callback calls `follow`: the sections that read the control run, the
picture first, and then the address is written. If something outside all sections read it, all of the page runs. So
there is nothing to forget: no list of what a control moves, no call that writes the address.

    first    the page's picture. It runs before the others, and they wait a moment until the browser has drawn it
    live     runs while a live slider is dragged; the others, once it rests. The slider's own section is always live
    every    seconds, or a function that gives them or None: the section also runs by the clock

What is no control, such as whether a training run has ended, is asked with `watch(standing, key)`: the section follows
the answer as it follows a control. Nothing calls back when a run ends by itself: a section that runs by the clock finds
it out with `run_page_on_news`. On a page with a clock every widget stands in a section: the browser stops all clocks
when one outside of them moves, and sections that are run by their names do not set them again.

Buttons and components do not move a control themselves. What they do is a function that sets controls
(`address.set_value`), and `callback` makes of it what Streamlit calls; sections follow as after any other change:

    st.button("Another", on_click=callback(_another))

What a section drew waits in the server until it is sent. When a widget moves, Streamlit throws away what is not sent
yet of the section that the widget stands in, and of all sections if it stands in none, for it is about to draw them.
Here they may stand still. So what was drawn a moment ago counts as lost then, and is drawn again.

What Streamlit must be told, and when: it takes the names of fragments in `st.rerun([...])` from callbacks only. That is
why a component's news is taken in its callback, and not while the page is drawn.
"""

import inspect
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial, wraps
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAPIException

from explainer.state import coming_back
from explainer.state.address import keep_values, settle, take_values, value_at
from explainer.state.keys import PAGE_OPEN
from explainer.state.ledger import PAGE, Ledger, Recording, note_fact, running

Section = Callable[[], None]
Seconds = float | None

ARRIVAL = 0.8            # seconds: what lies below makes the browser fetch chart libraries and draw for so long
MOMENT = 0.05            # seconds: so long a browser takes to draw a picture that it has drawn before
UNSENT = 1.0             # seconds: for so long what was drawn may wait to be sent, on a machine with much to do
_FIRST: ContextVar[bool] = ContextVar("first", default=False)
_LEDGER, _AHEAD, _MOVING, _STANDS = "_ledger", "_parts_ahead", "_moving", "_picture_stands"


@contextmanager
def open_chapter(place: str) -> Iterator[None]:
    """Around the run of a whole page: its controls get their values before it, and its address is written after.

    The address that a session was opened with stays as it is until something moves: while the first page is being
    drawn the browser has not read `history.js` yet, and a change of the address would be an entry of its own. A page
    that stood in the browser before its session began has read it.
    """
    is_first, comes_back = _LEDGER not in st.session_state, bool(coming_back.held())
    st.session_state[_MOVING] = False
    take_values(place)
    if comes_back:                       # the browser has drawn the picture before, with all that this needs
        let_nothing_wait()
    coming_back.hear()
    st.session_state[_LEDGER] = ledger = Ledger()
    with Recording(ledger.records[PAGE]):
        yield
    ledger.is_whole = True
    st.session_state[_STANDS] = place
    coming_back.be_asked_for(soon=comes_back)
    if coming_back.is_found():
        st.rerun()
    keep_values() if is_first and not comes_back else settle()


def let_nothing_wait() -> None:
    """What stands around the picture of the page that is open is little: it need not wait until that is drawn."""
    st.session_state[_STANDS] = st.session_state.get(PAGE_OPEN)


@contextmanager
def drawn_first() -> Iterator[None]:
    """Around the sections of a page's picture, wherever they stand: they run before the others, like a `first` one."""
    token = _FIRST.set(True)
    try:
        yield
    finally:
        _FIRST.reset(token)


def section(name: str, *, first: bool = False, live: bool = False,
            every: Seconds | Callable[[], Seconds] = None) -> Callable[[Section], Section]:
    """Make a function that draws a section of a page run by itself. `name` is its own on the page."""
    def made(draw: Section) -> Section:
        if inspect.signature(draw).parameters:
            raise TypeError(f"The section {name} reads what it needs by itself and takes no arguments.")

        @wraps(draw)
        def run() -> None:
            _run(draw, name, first, live)

        if not callable(every):
            return st.fragment(run, key=name, run_every=every)
        return wraps(draw)(lambda: _by_the_clock(run, name, every))
    return made


def _by_the_clock(run: Section, name: str, every: Callable[[], Seconds]) -> None:
    """Run a section now and then. Whoever runs the page sets the clock: when it must change, the page runs again."""
    seconds = every()

    def tick() -> None:
        run()
        if every() != seconds:
            st.rerun()

    st.fragment(tick, key=name, run_every=seconds)()


def _run(draw: Section, name: str, first: bool, live: bool) -> None:
    """Draw a section, and note what it reads. If it runs for itself, the address follows."""
    around = running()
    record = _ledger().begin(name, around and around.name, first or _FIRST.get(), live)
    try:
        with Recording(record):
            draw()
    finally:
        if around is None and not st.session_state.get(_MOVING):
            settle()
    if first and around is not None and st.session_state.get(_STANDS) != st.session_state.get(PAGE_OPEN):
        time.sleep(ARRIVAL)
        st.session_state[_STANDS] = st.session_state.get(PAGE_OPEN)
    if st.session_state.get(_AHEAD) == name:
        del st.session_state[_AHEAD]
        time.sleep(MOMENT)


def follow(own: str = PAGE, moving: bool = False, always_own: bool = False, alone: bool = False) -> None:
    """Run what shows a value that is no longer what it was. For callbacks, when everything is set.

    `own` is the section that the widget stands in, which Streamlit runs anyway if nothing is asked of it. While a
    slider is `moving`, only that one and those that are live run (only that one if it moves `alone`), and the address
    waits.
    """
    ledger = _ledger()
    st.session_state[_MOVING] = moving
    if not ledger.is_whole:
        st.rerun()
    unsent = ledger.drawn_since(time.monotonic() - UNSENT)
    names = ledger.stale(value_at, lost=unsent if own == PAGE else unsent & {own})
    if moving:
        names = [name for name in names if name == own or (ledger.records[name].live and not alone)]
    elif PAGE in names:
        if own != PAGE:
            st.rerun()
        return
    elif always_own and own not in (PAGE, *names) and not ledger.is_inside(own, names):
        names.append(own)
    if names not in ([], [own]):
        _run_sections(names, ledger)


def _run_sections(names: Sequence[str], ledger: Ledger) -> None:
    if len(names) > 1 and ledger.records[names[0]].first:
        st.session_state[_AHEAD] = names[0]
    try:
        st.rerun(names)
    except StreamlitAPIException:        # one of them is gone, and nobody said so
        st.rerun()


def watch(ask: Callable[..., Any], *given: Any) -> Any:
    """What `ask(*given)` says. The section that asks runs again when that is something else."""
    said = ask(*given)
    note_fact(ask, given, said)
    return said


def run_page_on_news() -> None:
    """Run the whole page if a fact that any section shows is another one now: for a section that runs by the clock.

    All of the page, for names of fragments are taken in callbacks only. Drawn with the page or with a section around
    it, it leaves the news to those that run after it.
    """
    record = running()
    if record is not None and record.is_alone and _ledger().has_news():
        st.rerun()


def callback(act: Callable[..., None], *given: Any) -> Callable[[], None]:
    """What a button or a component calls: `act(*given)`, which sets controls, and then what shows them runs again.

    So does the section that the button stands in.
    """
    around = running()
    return partial(_act, act, given, around.name if around else PAGE)


def _act(act: Callable[..., None], given: tuple, own: str) -> None:
    act(*given)
    follow(own, always_own=True)


def has_shown(own: str, widget: str, value: Any) -> None:
    """The visitor's hand moved this widget of the section `own`: it need not be drawn again to show `value`."""
    _ledger().has_shown(own, widget, value)


def _ledger() -> Ledger:
    return st.session_state.setdefault(_LEDGER, Ledger())
