"""Home: a network writes a name, and doors to the pages."""

import numpy as np
import streamlit as st

from explainer.chrome import lead, note
from explainer.controls import LISTS
from explainer.figures.letters import ladder
from explainer.figures.names import shown
from explainer.library import shipped_models
from rnncore import draw

st.session_state["_page"] = "home"

st.title("A network with a memory, unrolled")
lead("A recurrent network reads one letter at a time and keeps a memory of what it read. "
     "Watch one write a name: every bar is a probability it really computed.")

model = shipped_models()["given_names-gru"]
number = st.session_state.setdefault("home_draw", int(np.random.default_rng().integers(1_000_000)))
name = draw(model, 1, np.random.default_rng(number), temperature=0.7)
length = len(name.names[0]) + 1
st.html(f'<div class="u-writing" key="{number}">'
        f"{ladder(model.vocabulary, name.symbols[:length, 0], name.probabilities[:length, 0])}</div>")


def _another() -> None:
    st.session_state["home_draw"] += 1


left, right = st.columns([1, 3], vertical_alignment="center")
left.button("Write another", icon=":material/refresh:", on_click=_another, width="stretch")
right.markdown(f"It wrote **{shown(name.names[0], model.vocabulary) or '∎ (nothing)'}**. ∎ means: the name is over.")

st.subheader("What you can do here")
door, words = st.columns([1, 3], vertical_alignment="center")
door.page_link("pages/name_generation.py", label="Name generation", icon=":material/arrow_forward:", width="stretch")
words.markdown("Generate names from a trained network, train one of your own in a few seconds, "
               "see how surprised it is by *your* name, and keep every model you make.")
note(f"This network has {model.parameters:,} numbers. It learned them from {LISTS['given_names'].lower()} "
     "in a few seconds, in plain NumPy, with no machine-learning library.")
