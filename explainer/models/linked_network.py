"""A link that asks for a trained model: found in the store of results, or trained again."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from explainer.models import shipped
from explainer.models.recipe_links import in_an_address, recipe_from_controls
from explainer.models.shelf import shelf
from explainer.state import recipe_controls as controls
from explainer.state.address import carry, set_value, value
from explainer.state.choices import LISTS
from explainer.state.controls import Control
from explainer.training.fields import RecipeError


def model_from_address() -> None:
    """On the page that has the training's controls: get the model that is asked for by what they say."""
    _get(controls.MODEL, value)


def network_from_address(wanted: Control) -> None:
    """On a page without them: get the network that `wanted` asks for by the recipe beside it in the address.

    From then on the address holds the recipe of whatever network of one's own is chosen.
    """
    if controls.LIST.key in st.query_params:
        _get(wanted, _in_the_address)
    carry_recipe(wanted)


def carry_recipe(wanted: Control) -> None:
    """Have the address hold the recipe of the network that `wanted` says, if that is one of the visitor's own."""
    entry = shelf().own.get(value(wanted))
    carry(in_an_address(entry) if entry else {})


def _get(wanted: Control, setting: Callable[[Control], Any]) -> None:
    """If this session does not have the trained model that is asked for, train it by its recipe."""
    key = value(wanted)
    if not key.startswith("trained-") or key in shelf().own or setting(controls.LIST) not in LISTS:
        return
    try:
        corpus = shipped.shipped_corpus(setting(controls.LIST))
        entry = shelf().train(corpus, recipe_from_controls(corpus, setting))
    except RecipeError as refused:
        st.info(f"This link holds a network that cannot be trained here. {refused}", icon=":material/info:")
        return
    except ValueError:
        return
    set_value(wanted, entry.key)
    if entry.key != key:
        st.info("The settings in this address make another network than the one it names: they were changed after it "
                "was trained, or it was trained further. You get what the settings make"
                f"{'; it is being trained now' if entry.job.is_active else ''}. The button Link writes addresses that "
                "fit.", icon=":material/info:")
    elif entry.job.is_active:
        st.info("This link holds a network that was trained elsewhere. It is being trained again, from its recipe.",
                icon=":material/model_training:")


def _in_the_address(control: Control) -> Any:
    """What the address says of a control that is not on this page; its default where it says nothing that fits."""
    try:
        return control.parse(st.query_params[control.key])
    except (KeyError, ValueError):
        return control.default
