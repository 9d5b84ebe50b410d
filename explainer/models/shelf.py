"""The shelf: every model this visitor can use, under one roof in the session.

Shipped models, models trained in this session (also while they still train), and models brought as
files. Going to another page and back loses nothing, because nothing here belongs to a page.
"""

import uuid
from dataclasses import dataclass, field

import streamlit as st

from explainer.models import shipped as library
from explainer.state.choices import CELL_LABELS, LISTS
from explainer.training.kinds.names_fields import BROUGHT as BROUGHT_LIST
from explainer.training.kinds.names_fields import recipe_of
from explainer.training.names_run import NamesRun, key_of
from explainer.training.server import engine
from rnncore import Corpus, Model, NameList, corpus_of
from rnncore.training.recipes import Recipe

SHIPPED, TRAINED, BROUGHT = "shipped", "trained here", "from a file"
LONGEST_TITLE = 40


@dataclass
class Entry:
    """One model on the shelf. `job` is the run it came from, if it was trained here."""

    key: str
    title: str
    origin: str
    fixed: Model | None = None
    job: NamesRun | None = None

    @property
    def model(self) -> Model:
        """The model; for a run in progress, as it was some seconds ago at most."""
        return self.fixed or self.job.model

    @property
    def standing(self) -> str:
        """How its run stands: "active", or how it ended; "" for a model that was not trained here."""
        return "" if self.job is None else standing_of(self.job)


@dataclass
class Shelf:
    """What one session has: its models, the lists it brought, and its jobs."""

    session: str = field(default_factory=lambda: uuid.uuid4().hex)
    own: dict[str, Entry] = field(default_factory=dict)
    brought_lists: dict[str, Corpus] = field(default_factory=dict)      # by fingerprint, as the two below
    _names: dict[str, NameList] = field(default_factory=dict)           # what the training engine is brought
    _list_keys: dict[str, str] = field(default_factory=dict)            # and the keys that nobody else knows
    current_job: str | None = None

    @property
    def entries(self) -> dict[str, Entry]:
        """Every model by key: the session's own first, the newest on top, then the shipped ones."""
        shipped = {key: Entry(key, _shipped_title(key), SHIPPED, model)
                   for key, model in library.shipped_models().items()}
        return {**dict(reversed(self.own.items())), **shipped}

    def bring_list(self, name_list: NameList) -> Corpus:
        """Keep a visitor's list for this session; the oldest ones that nothing learned from make room."""
        corpus = corpus_of(name_list)
        self.brought_lists[corpus.fingerprint], self._names[corpus.fingerprint] = corpus, name_list
        for older in list(self.brought_lists)[:-engine().bounds.lists]:
            if older != corpus.fingerprint:
                self.forget_list(older)
        return corpus

    def forget_list(self, fingerprint: str) -> None:
        """Let go of a visitor's list that no model on the shelf learned from."""
        used = {entry.job.corpus.fingerprint if entry.job else entry.fixed.provenance.data_fingerprint
                for entry in self.own.values()}
        if fingerprint not in used:
            self.brought_lists.pop(fingerprint, None)
            self._names.pop(fingerprint, None)
            if fingerprint in self._list_keys:
                engine().forget(self._list_keys.pop(fingerprint))

    def train(self, corpus: Corpus, recipe: Recipe) -> Entry:
        """Train a recipe on a list; one that is on the shelf goes on if it was stopped.

        Raises ValueError, in one sentence, for what cannot be trained, and where there is no room for another model.
        """
        entry = self.own.get(f"trained-{key_of(corpus.fingerprint, recipe)}")
        if entry is not None:
            entry.job.go_on()
            return self.add_job(entry.job)
        engine().bounds.check_models(len(self.own))
        return self.add_job(NamesRun(engine(), self.session, corpus, recipe, self._list_key(corpus)).go_on())

    def has_at_once(self, corpus: Corpus, recipe: Recipe) -> bool:
        """Whether a recipe on a list need not be trained any more. Raises ValueError for what cannot be trained."""
        return (f"trained-{key_of(corpus.fingerprint, recipe)}" in self.own
                or engine().has_result(recipe_of(recipe, self._list_key(corpus))))

    def train_on(self, job: NamesRun, steps: int) -> Entry:
        """Train a finished run on, as a model of its own. Raises ValueError as `train` does."""
        follow = job.trained_on(steps, self._list_key(job.corpus))
        if f"trained-{follow.key}" not in self.own:
            engine().bounds.check_models(len(self.own))
            return self.add_job(follow.go_on())
        return self.add_job(self.own[f"trained-{follow.key}"].job.go_on())

    def add_job(self, job: NamesRun) -> Entry:
        """Put a run on the shelf, or find the place it already has."""
        key = f"trained-{job.key}"
        if key not in self.own:
            more = f" + {job.then[-1]:,}" if job.follows else ""
            title = f"{job.corpus.title} · {CELL_LABELS[job.recipe.cell]} {job.recipe.hidden_size}{more}"
            self.own[key] = Entry(key, self._free_title(title), TRAINED, job=job)
        self.current_job = job.key
        return self.own[key]

    def bring_model(self, model: Model, title: str) -> Entry:
        """Put a model from a file on the shelf. Raises ValueError where there is no room for another one."""
        key = f"brought-{uuid.uuid4().hex[:8]}"
        engine().bounds.check_models(len(self.own))
        self.own[key] = Entry(key, self._free_title(title or "A model from a file"), BROUGHT, model)
        return self.own[key]

    def rename(self, key: str, title: str) -> str:
        """Give one of the session's own models another title; returns the one it got."""
        entry = self.own[key]
        wanted = " ".join(title.split())[:LONGEST_TITLE]
        if wanted and wanted != entry.title:
            entry.title = self._free_title(wanted)
        return entry.title

    def remove(self, key: str) -> None:
        """Take one of the session's own models off the shelf; its run stops if nobody else wants it."""
        entry = self.own.pop(key)
        if entry.job is not None:
            entry.job.stop()
            if self.current_job == entry.job.key:
                self.current_job = self._newest_job()

    def corpus_of(self, model: Model) -> Corpus | None:
        """The list a model learned from, if this session has it."""
        wanted = model.provenance.data_fingerprint
        if wanted in self.brought_lists:
            return self.brought_lists[wanted]
        corpora = map(library.shipped_corpus, LISTS)
        return next((corpus for corpus in corpora if corpus.fingerprint == wanted), None)

    def ask(self) -> NamesRun | None:
        """The run in progress, or the last one. All that train are asked after, so that they go on."""
        for entry in self.own.values():
            if entry.job is not None and entry.job.is_active:
                entry.job.look()
        entry = self.own.get(f"trained-{self.current_job}")
        return entry.job if entry else None

    def _list_key(self, corpus: Corpus) -> str:
        """By what name the training engine knows a list; one that was brought is brought to it, too."""
        shipped = library.list_id_of(corpus)
        if shipped is not None:
            return shipped
        key = self._list_keys.get(corpus.fingerprint)
        if key is None or not engine().has_list(key):
            key = self._list_keys[corpus.fingerprint] = engine().bring(self._names[corpus.fingerprint])
        return f"{BROUGHT_LIST}{key}"

    def _newest_job(self) -> str | None:
        return next((entry.job.key for entry in reversed(self.own.values()) if entry.job is not None), None)

    def _free_title(self, title: str) -> str:
        taken = {entry.title for entry in self.entries.values()}
        title = title[:LONGEST_TITLE]
        if title not in taken:
            return title
        endings = (f" ({n})" for n in range(2, 1000))
        return next(t for t in (title[:LONGEST_TITLE - len(e)] + e for e in endings) if t not in taken)


def shelf() -> Shelf:
    """This session's shelf."""
    return st.session_state.setdefault("_shelf", Shelf())


def standing_of(job: NamesRun) -> str:
    """How a run stands: "active" while it waits or trains, then how it ended."""
    return "active" if job.is_active else job.status


# Facts about the shelf, for sections that show them (`state.sections.watch`).

def on_the_shelf() -> tuple[tuple[str, str, str], ...]:
    """Key, title and standing of each of this session's own models."""
    return tuple((entry.key, entry.title, entry.standing) for entry in shelf().own.values())


def standing(key: str) -> str | None:
    """How the run of a model stands; None if it is none of this session's own."""
    entry = shelf().own.get(key)
    return None if entry is None else entry.standing


def followed_run() -> tuple[str, str] | None:
    """Key and standing of the run that this session follows, if there is one. Asking keeps it alive."""
    job = shelf().ask()
    return None if job is None else (job.key, standing_of(job))


def _shipped_title(key: str) -> str:
    list_id, cell = key.rsplit("-", 1)
    return f"{LISTS[list_id]} · {CELL_LABELS[cell]}"
