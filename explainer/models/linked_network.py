"""A link that asks for a trained model: found in the store of results, or trained again.

What is not in the store and takes more than a few seconds is offered, with its time: nobody's click on a link starts
minutes of work.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import streamlit as st

from explainer.models import shipped
from explainer.models.recipe_links import in_an_address, recipe_from_controls
from explainer.models.shelf import shelf
from explainer.state import recipe_controls as controls
from explainer.state import sections
from explainer.state.address import carry, set_value, value
from explainer.state.choices import LISTS
from explainer.state.controls import Control
from explainer.training.duration import in_words, seconds_to_train
from explainer.training.fields import RecipeError
from explainer.training.names_run import key_of
from rnncore import Corpus
from rnncore.training.recipes import Recipe

AT_ONCE = 5.0            # seconds: what takes longer is trained only when the visitor says so
_OFFERS = "_linked_networks"      # by the control that asked for it
ANOTHER = ("The settings in this address make another network than the one it names: they were changed after it was "
           "trained, or it was trained further.")


class Offer(NamedTuple):
    """A network that a link asks for and that would take a while."""

    asked: str                    # what the address calls it
    corpus: Corpus
    recipe: Recipe
    address: dict[str, str]       # what keeps the link as it is, as long as nothing else is chosen


def model_from_address() -> None:
    """On the page that has the training's controls: get the model that is asked for by what they say."""
    _get(controls.MODEL, value)
    offer = _open_offer(controls.MODEL)
    carry(offer.address if offer else {})
    _say_offer(controls.MODEL)


def network_from_address(wanted: Control) -> None:
    """On a page without them: get the network that `wanted` asks for by the recipe beside it in the address.

    From then on the address holds the recipe of whatever network of one's own is chosen.
    """
    if controls.LIST.key in st.query_params:
        _get(wanted, _in_the_address)
    carry_recipe(wanted)
    _say_offer(wanted)


def carry_recipe(wanted: Control) -> None:
    """Have the address hold the recipe of the network that `wanted` says, if that is one of the visitor's own.

    A network that is on offer stays in it, too.
    """
    entry, offer = shelf().own.get(value(wanted)), _open_offer(wanted)
    carry(in_an_address(entry) if entry else offer.address if offer else {})


def _get(wanted: Control, setting: Callable[[Control], Any]) -> None:
    """If this session does not have the trained model that is asked for, train it by its recipe, or offer to."""
    key = value(wanted)
    if _is_gone(st.query_params.get(controls.LIST.key, "")):
        network = ", and the network that learned from it" if key.startswith("trained-") else ""
        st.info(f"This address names a list that was brought in another session{network}: this one does not have it. "
                "Bring the list again, and train with the same settings.", icon=":material/info:")
        return
    if not key.startswith("trained-") or key in shelf().own or setting(controls.LIST) not in LISTS:
        return
    try:
        corpus = shipped.shipped_corpus(setting(controls.LIST))
        recipe = recipe_from_controls(corpus, setting)
        if not shelf().has_at_once(corpus, recipe) and seconds_to_train(corpus, recipe) > AT_ONCE:
            _offer(wanted, key, corpus, recipe, setting)
            return
        entry = shelf().train(corpus, recipe)
    except RecipeError as refused:
        st.info(f"This link holds a network that cannot be trained here. {refused}", icon=":material/info:")
        return
    except ValueError:
        return
    set_value(wanted, entry.key)
    if entry.key != key:
        st.info(f"{ANOTHER} You get what the settings make"
                f"{'; it is being trained now' if entry.job.is_active else ''}. The button Link writes addresses that "
                "fit.", icon=":material/info:")
    elif entry.job.is_active:
        st.info("This link holds a network that was trained elsewhere. It is being trained again, from its recipe.",
                icon=":material/model_training:")


def _offer(wanted: Control, key: str, corpus: Corpus, recipe: Recipe, setting: Callable[[Control], Any]) -> None:
    """Show the network that ships, and keep what the link asks for."""
    address = {wanted.key: key}
    if setting is not value:
        address |= {control.key: control.write(setting(control)) for control in controls.TRAINING}
    st.session_state.setdefault(_OFFERS, {})[wanted.key] = Offer(key, corpus, recipe, address)
    set_value(wanted, wanted.default)


def _open_offer(wanted: Control) -> Offer | None:
    """What is on offer, as long as the visitor has chosen nothing else."""
    offer = st.session_state.get(_OFFERS, {}).get(wanted.key)
    return offer if value(wanted) == wanted.default else None


def _say_offer(wanted: Control) -> None:
    offer = _open_offer(wanted)
    if offer is None:
        return
    time = in_words(seconds_to_train(offer.corpus, offer.recipe))
    another = "" if offer.asked == f"trained-{key_of(offer.corpus.fingerprint, offer.recipe)}" else f" {ANOTHER}"
    st.info("This link holds a network that was trained elsewhere. You see the one that this page ships with: to train "
            f"the other again, from its recipe, takes about {time} on a free core.{another}",
            icon=":material/model_training:")
    st.button(f"Train it, about {time}", icon=":material/play_arrow:", key=f"train_linked_{wanted.key}",
              on_click=sections.callback(_take, wanted))


def _take(wanted: Control) -> None:
    """The visitor wants it."""
    offer = _open_offer(wanted)
    if offer is None:                # another network was chosen in this very moment
        return
    try:
        entry = shelf().train(offer.corpus, offer.recipe)
    except ValueError as refused:    # no room for another model
        st.toast(str(refused))
        return
    del st.session_state[_OFFERS][wanted.key]
    set_value(wanted, entry.key)
    carry({} if wanted is controls.MODEL else in_an_address(entry))


def _is_gone(named: str) -> bool:
    """Whether an address names a list that was brought, and that this session does not have."""
    return named.startswith(controls.OWN) and named.removeprefix(controls.OWN) not in shelf().brought_lists


def _in_the_address(control: Control) -> Any:
    """What the address says of a control that is not on this page; its default where it says nothing that fits."""
    try:
        return control.parse(st.query_params[control.key])
    except (KeyError, ValueError):
        return control.default
