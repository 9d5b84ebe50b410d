"""Visitors: some read, some move a slider every second, some train; and the tally of what they saw."""

import asyncio
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from load_messages import LiveSlider, moved_slider, neighbours, pressed
from load_tab import Lost, Tab
from streamlit.proto.WidgetStates_pb2 import WidgetState

READS_EVERY = 8.0, 15.0      # seconds between two pages
MOVES_EVERY = 1.0
RESTS_AFTER = 0.7            # seconds after which a live slider says that it rests (live_slider.js)
STEPS = 0.5                  # the share of pages that are the chapter's next step
ANEW = 0.25                  # the share of pages that are opened by their address, in a new session
ARRIVE = 10.0                # seconds within which all have come
GRACE = 5.0                  # seconds after the end in which what was asked before it may still be answered
TRAININGS = 20               # of one session; it may keep 24 models
PAGES = ("", "why-recurrence", "unrolled-graph", "hidden-state", "vanishing-gradient", "gated-cells",
         "name-generation", "glossary")
SLIDERS = (("name-generation", "write", "name-generation.temperature"),
           ("gated-cells", "bias", "gated-cells.live_gated_bias"),
           ("vanishing-gradient", "gradient-curve", "vanishing-gradient.live_radius"),
           ("hidden-state", "read-back", "hidden-state.back"),
           ("why-recurrence", "one-neuron", "why-recurrence.live_one_weight"),
           ("unrolled-graph", "length", "unrolled-graph.length"))
READS, MOVES, TRAINS = "reads", "moves", "trains"


@dataclass
class Site:
    """What visitors find at an address: its pages, and sliders as (page, step, key);"""

    pages: tuple[str, ...] = PAGES
    sliders: tuple[tuple[str, str, str], ...] = SLIDERS
    trains: bool = True


APP = Site()
FLOOR = Site(("",), (("", "", "power"),), trains=False)


@dataclass
class Tally:
    """What visitors saw: seconds by kind and by what it was, errors, and how much was trained."""

    seconds: dict[str, dict[str, list[float]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    errors: Counter[str] = field(default_factory=Counter)
    trained: int = 0
    parts: float = 0.0           # of trainings that had not ended

    def note(self, kind: str, name: str, seconds: float) -> None:
        """One answer."""
        self.seconds[kind][name].append(seconds)

    def all(self, kind: str) -> list[float]:
        """The seconds of every answer of a kind."""
        return [second for found in self.seconds[kind].values() for second in found]


def plan(sessions: int) -> list[str]:
    """What each visitor does: two fifths read, two fifths move, a fifth trains, mixed as they arrive."""
    return [(READS, MOVES, READS, MOVES, TRAINS)[i % 5] for i in range(sessions)]


async def visit(address: str, site: Site, sessions: int, seconds: float, first_seed: int) -> Tally:
    """All visitors at one address for so many seconds. Who would train where nothing can be trained stays away."""
    tally, end = Tally(), time.perf_counter() + seconds
    doing = [what for what in plan(sessions) if site.trains or what != TRAINS]
    counts: Counter[str] = Counter()
    visitors = []
    for i, what in enumerate(doing):
        visitors.append(_come(Visitor(Tab(address), site, tally, end, counts[what], random.Random(i), first_seed),
                              what, ARRIVE * i / len(doing)))
        counts[what] += 1
    tasks = [asyncio.create_task(one) for one in visitors]
    await asyncio.wait(tasks, timeout=seconds + GRACE)
    for task in tasks:
        task.cancel()
    for ended in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(ended, asyncio.CancelledError):
            tally.errors[f"an answer had not come {GRACE:.0f} s after the end"] += 1
        elif isinstance(ended, BaseException):
            raise ended
    return tally


async def open_every_page(address: str, site: Site) -> None:
    """What the first visitor of each page waits for is done. Raises Lost."""
    tab = Tab(address)
    for place in site.pages:
        await tab.open(place)
    await tab.close()


async def _come(visitor: "Visitor", what: str, after: float) -> None:
    """One visitor, who comes back if the connection was lost."""
    await asyncio.sleep(after)
    while visitor.is_here():
        try:
            await getattr(visitor, what)()
        except Lost:
            await asyncio.sleep(1)
        finally:
            visitor.tally.errors.update(f"{what}: {error}" for error in visitor.tab.errors)
            visitor.tab.errors.clear()
            await visitor.tab.close()


@dataclass
class Visitor:
    """One person with one tab until `end`; `number` among those who do the same."""

    tab: Tab
    site: Site
    tally: Tally
    end: float
    number: int
    rng: random.Random
    first_seed: int
    trainings: int = 0

    def is_here(self) -> bool:
        """Whether it is not yet time to leave."""
        return time.perf_counter() < self.end

    async def reads(self) -> None:
        """Another page every few seconds: the next step, or another chapter by the menu or by its address."""
        opened = False
        while self.is_here():
            began, place = time.perf_counter(), self.rng.choice(self.site.pages)
            onwards = self.tab.screen.find("next_step") if opened else None
            if onwards is not None and self.rng.random() < STEPS:
                self.tally.note("next step", "any", await self.tab.say(pressed(onwards)))
            elif opened and self.rng.random() > ANEW:
                self.tally.note("load by menu", place or "home", await self.tab.follow(place))
            else:
                self.tally.note("load anew", place or "home", await self.tab.open(place))
            opened = True
            await self._until(began + self.rng.uniform(*READS_EVERY))

    async def moves(self) -> None:
        """A slider once a second; a move that had to wait for the one before counts from when it was due."""
        place, step, key = self.site.sliders[self.number % len(self.site.sliders)]
        self.tally.note("first load", place or "home", await self.tab.open(place, f"step={step}" if step else ""))
        widget = self.tab.screen.find(key)
        if widget is None:
            self.tab.errors.append(f"no slider {key}")
            raise Lost
        channel, values = LiveSlider(), neighbours(widget, 10_000)
        due = time.perf_counter()
        for value in values:
            due += MOVES_EVERY
            await self._until(due)
            if not self.is_here():
                return
            if widget.kind == "slider":
                await self._move(key, "slider", due, lambda now, to=value: moved_slider(now, to))
                continue
            await self._move(key, "slider", due, lambda now, to=value: channel.state(now, to, False))
            await self._until(due + RESTS_AFTER)
            await self._move(key, "slider at rest", due + RESTS_AFTER,
                             lambda now, to=value: channel.state(now, to, True))

    async def _move(self, key: str, kind: str, due: float, state: Callable[..., WidgetState]) -> None:
        widget = self.tab.screen.find(key)
        if widget is None:
            self.tab.errors.append(f"the slider {key} is gone")
            raise Lost
        await self.tab.say(state(widget))
        self.tally.note(kind, key, time.perf_counter() - due)

    async def trains(self) -> None:
        """The default recipe again and again, each time with a seed that nobody else has."""
        await self.tab.open("name-generation", f"seed={self._next_seed()}")
        for more in range(TRAININGS):
            if more:
                seed = WidgetState(id=self._need("name-generation.seed"), double_value=self._next_seed())
                await self.tab.say(seed)
            if not self.is_here():
                return
            began = time.perf_counter()
            await self.tab.say(pressed(self.tab.screen.widgets[self._need("train")]))
            if await self.until_trained():
                self.tally.trained += 1
                self.tally.note("training", "default", time.perf_counter() - began)

    async def until_trained(self) -> bool:
        """Wait until the page says so; False if it is time to leave before."""
        while self.is_here():
            _, words = self.tab.screen.progress or (0, "")
            if words.startswith("Trained."):
                return True
            if words.startswith("Stopped"):
                self.tab.errors.append(f"the training ended: {words}")
                return False
            self.tab.looked.clear()
            try:
                await asyncio.wait_for(self.tab.looked.wait(), max(0.1, min(60, self.end - time.perf_counter())))
            except TimeoutError:
                if self.is_here():
                    self.tab.errors.append("the page said nothing of its training for 60 s")
            if self.tab.errors and self.tab.errors[-1].startswith("the socket"):
                raise Lost
        self.tally.parts += (self.tab.screen.progress or (0, ""))[0] / 100
        return False

    def _need(self, key: str) -> str:
        widget = self.tab.screen.find(key)
        if widget is None:
            self.tab.errors.append(f"{key} is not there")
            raise Lost
        return widget.proto.id

    def _next_seed(self) -> int:
        self.trainings += 1
        return self.first_seed + 1_000 * self.number + self.trainings

    async def _until(self, moment: float) -> None:
        await asyncio.sleep(max(0.0, min(moment, self.end) - time.perf_counter()))
