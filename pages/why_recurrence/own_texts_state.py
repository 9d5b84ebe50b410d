"""The labelled texts that a visitor brought: how they were read and split, and the network that learns them.

All of it is the session's own; nothing of it is in the address.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from explainer.models.own_runs import follow
from explainer.models.shelf import shelf
from explainer.reading.reviews import AskedReviews, ReadReviews, read_reviews
from explainer.shell.reading_choices import chosen, forget
from explainer.training.followed_run import FollowedRun
from explainer.training.kinds import labelled as kind
from explainer.training.kinds.names_fields import BROUGHT
from explainer.training.server import engine
from rnncore import Model
from rnncore.data.labelled_texts import LabelledTexts, TextsError
from rnncore.tasks.sentences import labelled_told

CHOICES = ("own_texts_encoding", "own_texts_separator", "own_texts_text", "own_texts_label")
TEXT, LABEL = "own_texts_to_read", "own_texts_shown_label"
NINE = 9                     # words: test texts of about so many are offered to be read
OFFERED = 8
_OWN = "_own_texts"


class Learnable:
    """Texts that can be learned: split, and known to the training engine; and their network once it trains."""

    def __init__(self, texts: LabelledTexts) -> None:
        """Raises ValueError for texts that cannot be learned."""
        self.texts, self.run = texts, None
        self.key = engine().bring(kind.as_list(texts))
        data = kind.data_for(BROUGHT + self.key, engine().store.brought)
        self.told = tuple(labelled_told.split(data))
        near = sorted(set(data.texts["test"]), key=lambda text: (abs(len(text.split()) - NINE), text))
        self.offered = tuple(near[:OFFERED])
        self._state: tuple[str, Model] | None = None
        self._trained: kind.Trained | None = None

    run: FollowedRun | None

    @property
    def trained(self) -> kind.Trained | None:
        """The network that was trained, with what it and its rivals reach; None before that."""
        if self._trained is None and self.run is not None and self.run.has_ended:
            self._trained = kind.trained(self.run.result)
        return self._trained

    @property
    def model(self) -> Model | None:
        """The trained network; while it learns, as it was some seconds ago at most; None before its first state."""
        if self.trained:
            return self.trained.model
        stamp = self.run.stamp if self.run else None
        if stamp is not None and (self._state is None or self._state[0] != stamp):
            state = self.run.state()
            if state is not None and engine().has_list(self.key):
                self._state = stamp, kind.model_of(self.run.recipe, state, engine().store.brought)
        return self._state[1] if self._state else None

    def train(self, cell: str, seed: int) -> None:
        """Have a network learn them."""
        self.stop()
        self._state = self._trained = None
        if not engine().has_list(self.key):              # its day is over
            self.key = engine().bring(kind.as_list(self.texts))
        self.run = FollowedRun(engine(), shelf().session, kind.recipe_of(self.key, cell, seed=seed))
        follow("why-recurrence", f"{self.texts.title}, your texts", self.run)
        self.run.go_on()

    def stop(self) -> None:
        """What trains on them stops."""
        if self.run is not None:
            self.run.stop()

    def let_go(self) -> None:
        """They are no longer shown."""
        self.stop()
        engine().forget(self.key)


@dataclass
class OwnTexts:
    """What this session brought last, and what is shown: the same, unless what was brought last is of no use."""

    files: dict[str, bytes] = field(default_factory=dict)
    read: ReadReviews | None = None              # of the last files; None where there is none, or it is no text
    message: tuple[str, str] | None = None       # "error" or "success", and a sentence
    shown: Learnable | None = None
    version: int = 0                             # raised with every change of the above


def own() -> OwnTexts:
    """This session's."""
    return st.session_state.setdefault(_OWN, OwnTexts())


def standing() -> tuple[int, str]:
    """For sections to watch: which texts are shown, and how their training stands."""
    run = own().shown.run if own().shown else None
    return own().version, run.standing if run else ""


def take(files: Mapping[str, bytes]) -> None:
    """New files: everything about them is found, nothing is as it was chosen for those before.

    Of several files, the last one is taken alone if it is a table of texts and labels: the others were there before.
    """
    forget(CHOICES)
    own().files = dict(files)
    if len(files) > 1:
        name, data = list(files.items())[-1]
        try:
            if read_reviews({name: data}).texts is not None:
                own().files = {name: data}
        except TextsError:
            pass                                         # said with all of them
    read_again()


def let_go_of_the_files() -> None:
    """They were taken away again, or refused by the browser: nothing said before is about them. What is shown stays."""
    found = own()
    found.files, found.read, found.message, found.version = {}, None, None, found.version + 1


def read_again(changed: str = "") -> None:
    """The last files once more, after a choice about them has `changed`; or say in one sentence why they cannot be
    learned."""
    if changed == "own_texts_separator":
        forget(("own_texts_text", "own_texts_label"))
    found = own()
    found.version += 1
    try:
        found.read = None
        found.read = read_reviews(found.files, _asked())
        if found.read.texts is None:
            raise TextsError(found.read.problem)
        learnable = Learnable(found.read.texts)
    except ValueError as error:                          # TextsError and RecipeError among them: one sentence each
        found.message = "error", str(error)
        return
    if found.shown is not None:
        found.shown.let_go()
    found.shown = learnable
    forget((TEXT, LABEL))
    texts = learnable.texts
    found.message = "success", f"{texts.title}: {len(texts.texts):,} texts are ready to learn from."


def _asked() -> AskedReviews:
    """What the visitor chose instead of what was found."""
    said = chosen(CHOICES)
    text, label = said.get("own_texts_text"), said.get("own_texts_label")
    return AskedReviews(said.get("own_texts_encoding"), said.get("own_texts_separator"),
                        None if text is None else int(text), None if label is None else int(label))
