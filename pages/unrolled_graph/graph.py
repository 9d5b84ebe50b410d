"""Widgets of the unrolled graph: what it reads, by which network, and which weights are changed."""

import streamlit as st

from explainer.charts.labels import number, plain
from explainer.components.graph.contract import Node, WeightEdit
from explainer.components.graph.graph import news_of
from explainer.components.graph.notation import NOTATIONS
from explainer.learning.share import link_to_this_view
from explainer.models.linked_network import network_from_address
from explainer.shell.markdown import as_text
from explainer.state import registry, widgets
from explainer.state.address import value
from explainer.state.choices import MAX_STEPS, MAX_UNITS
from explainer.state.sections import run_parts
from pages.unrolled_graph import controls
from pages.unrolled_graph.networks import UNTRAINED, tasks
from pages.unrolled_graph.state import Scene, is_free_running, the_task, words_of
from pages.unrolled_graph.weight_edits import LARGEST, fits, matrices_of, read_edits, weight_of, with_edit, write_edits

GRAPH, STEP, MOVED, SIZES = "graph", "one_step", "moved", "sizes"      # parts of the page that show the length
_READER = "_graph_reader"            # the task that read the text last
_TEXTS = "_graph_texts"              # the last text of letters and of words


def known_network() -> None:
    """A network in the address that this session does not have: the default, and a notice."""
    network_from_address(controls.NETWORK)
    if value(controls.NETWORK) not in tasks():
        st.session_state[controls.NETWORK.key] = controls.NETWORK.default
        st.info("The link asks for a network that is not here, so the page shows the one it ships with.",
                icon=":material/info:")
    task = the_task()
    if st.session_state.get(_READER) != task.key:
        st.session_state[_READER] = task.key
        if task.example != controls.TEXT.default and value(controls.TEXT) == controls.TEXT.default:
            st.session_state[controls.TEXT.key] = task.example
            if "length" not in st.query_params:
                fit_length()


def choose() -> None:
    """What is read, by which network, and what goes in next: the row under the picture."""
    line = st.container() if the_task().unit == "word" else None          # a sentence needs one of its own
    row = widgets.row()
    with line or row:
        widgets.free_text(controls.TEXT, _fit_text, placeholder=the_task().example)
    with row:
        found = tasks()
        st.selectbox(controls.NETWORK.label, list(found), format_func=lambda key: found[key].title,
                     key=controls.NETWORK.key, on_change=_change_network)
        can = value(controls.STAGE) == "full" and the_task().runs_free
        widgets.choice(controls.FEED, disabled=not can, on_change=fit_length)


def size_and_words() -> None:
    """Under the picture: how far, in which letters, and more."""
    steps, notation, more = st.columns([3, 2, 1], vertical_alignment="bottom")
    with steps:
        _length()
    with notation:
        widgets.choice(controls.NOTATION)
    with more:
        link_to_this_view(registry.PAGES["unrolled-graph"])
    if is_free_running():
        widgets.slider(controls.GIVEN)
    if value(controls.FLOW) == "backward" and value(controls.STAGE) == "full":
        widgets.choice(controls.LOSS)
    if value(controls.NETWORK) == UNTRAINED:
        _own_network()


@st.fragment
def _length() -> None:
    widgets.slider(controls.LENGTH, on_change=run_parts, args=([GRAPH, STEP, MOVED, SIZES],))


def take(edit: WeightEdit | None) -> None:
    """A weight was changed in the picture: keep it and begin again with it."""
    if edit is not None:
        _add(edit)
        st.rerun()


def listen() -> None:
    """Put what the visitor did in the picture into the controls, once and before it is drawn."""
    news = news_of(GRAPH)
    if 1 <= (news.get("step") or 0) <= MAX_STEPS:
        st.session_state[controls.AT.key] = news["step"]
    if news.get("unit") is not None and 0 <= news["unit"] < MAX_UNITS:
        st.session_state[controls.NEURON.key] = news["unit"] + 1
    if news.get("node"):
        st.session_state["lane"] = news["node"].partition(":")[0]
    if news.get("view") in controls.VIEW.options:
        st.session_state[controls.VIEW.key] = news["view"]
    if news.get("mode") in controls.FLOW.options:
        st.session_state[controls.FLOW.key] = news["mode"]


def change_a_weight(scene: Scene) -> None:
    """Number fields for one weight, and the list of those that are changed."""
    found = matrices_of(scene.model)
    notation = NOTATIONS[value(controls.NOTATION)]
    row = widgets.row()
    if st.session_state.get("edit_matrix") not in found:
        _go_to_the_last_edit(scene, found)
    matrix = row.selectbox("Matrix", list(found), key="edit_matrix", format_func=lambda m: plain(notation.matrix(m)))
    i = row.number_input("Row", 1, found[matrix][0], key=f"edit_row_{matrix}_{found[matrix][0]}") - 1
    j = row.number_input("Column", 1, found[matrix][1], key=f"edit_column_{matrix}_{found[matrix][1]}") - 1
    key = f"weight_{matrix}_{i}_{j}_{value(controls.NETWORK)}_{value(controls.EDIT)}_{scene.original.provenance.seed}"
    row.number_input("Weight", -LARGEST, LARGEST, round(weight_of(scene.model, matrix, i, j), 4), step=0.1,
                     format="%.4f", key=key, on_change=_set_weight, args=(matrix, i, j, key))
    if scene.misfits:
        st.info("The link changes a weight that this network does not have, or beyond "
                f"±{LARGEST:g}, so that change is left out.", icon=":material/info:")
    if notation.transposed:
        st.caption("Row and column as in the sums above, where ᵀ has turned the matrix.")
    for n, edit in enumerate(scene.edits):
        _changed_weight(scene, n, edit, notation)
    if len(scene.edits) > 1:
        st.button("Undo all changes", icon=":material/undo:", key="undo_all", on_click=_forget_edits)


def _go_to_the_last_edit(scene: Scene, found: dict[str, tuple[int, int]]) -> None:
    """The fields of somebody who has just arrived show the weight that the link has changed."""
    last = scene.edits[-1] if scene.edits else None
    st.session_state["edit_matrix"] = last.matrix if last else "W_hh"
    if last:
        rows, columns = found[last.matrix]
        st.session_state[f"edit_row_{last.matrix}_{rows}"] = last.row + 1
        st.session_state[f"edit_column_{last.matrix}_{columns}"] = last.column + 1


def look_at() -> None:
    """The step slider under the picture was moved: the picture goes there, too."""
    st.session_state[controls.AT.key] = st.session_state["at_here"]
    run_parts([GRAPH, STEP])


def choose_neuron(scene: Scene) -> tuple[Node, int]:
    """The node and the neuron whose arithmetic is written out; gates are nodes too."""
    held = [lane for lane in scene.picture.lanes if lane.id not in ("input", "output")]
    names = {lane.id: lane.label for lane in reversed(held)}
    which, where = st.columns([1, 2])
    if st.session_state.get("lane") not in names:
        st.session_state.pop("lane", None)
    if len(names) > 1:
        lane = where.selectbox("Part of the cell", list(names), format_func=names.get, key="lane")
    else:
        lane = "hidden"
    with which:
        units = scene.model.config.hidden_size
        st.session_state[controls.NEURON.key] = min(value(controls.NEURON), units)
        neuron = st.number_input(controls.NEURON.label, 1, units, key=controls.NEURON.key)
    return scene.picture.node(f"{lane}:{scene.at}"), neuron - 1


def _changed_weight(scene: Scene, n: int, edit: WeightEdit, notation) -> None:
    was = weight_of(scene.original, edit.matrix, edit.row, edit.column)
    words, undo = st.columns([4, 1], vertical_alignment="center")
    words.markdown(f"**{as_text(plain(notation.matrix(edit.matrix)))}** row {edit.row + 1}, column {edit.column + 1}: "
                   f"{number(was)} became **{number(edit.value)}**")
    undo.button("Undo", icon=":material/undo:", key=f"undo_{n}", on_click=_undo, args=(edit,), width="stretch")


def _own_network() -> None:
    """Everything about a network that nobody trained."""
    with widgets.row():
        widgets.number(controls.UNITS, on_change=_forget_edits)
        widgets.number(controls.LETTERS, on_change=_forget_edits)
        widgets.choice(controls.FUNCTION)
        widgets.segments(controls.BIAS)
        widgets.number(controls.WEIGHTS, on_change=_forget_edits)


def _fit_text() -> None:
    """A new text: whole, and the graph as long as it needs."""
    st.session_state[controls.CUT.key] = controls.CUT.default
    fit_length()


def fit_length() -> None:
    """As many steps as the text needs; running free, as many as the network wants, up to the most."""
    task = the_task()
    model = task.load()
    needed = len(task.read(model, words_of(task, model, value(controls.TEXT)), MAX_STEPS).inputs)
    st.session_state[controls.LENGTH.key] = MAX_STEPS if is_free_running() else needed
    st.session_state[controls.AT.key] = 0


def _change_network() -> None:
    """Another network: no changed weights, and where words take the place of letters, a text that fits."""
    _forget_edits()
    found, task = tasks(), the_task()
    before = found.get(st.session_state.get(_READER), task)
    st.session_state[_READER] = task.key
    texts = st.session_state.setdefault(_TEXTS, {})
    text = value(controls.TEXT)
    if text != before.example:
        texts[before.unit] = text                       # typed by the visitor: it comes back
    if task.unit != before.unit or text == before.example:
        st.session_state[controls.TEXT.key] = texts.get(task.unit, task.example)
        st.session_state[controls.CUT.key] = controls.CUT.default
    fit_length()


def _set_weight(matrix: str, row: int, column: int, key: str) -> None:
    _add(WeightEdit(matrix, row, column, float(st.session_state[key])))


def _add(edit: WeightEdit) -> None:
    model = tasks()[value(controls.NETWORK)].load()
    if not fits(edit, model):
        st.toast(f"A weight here may be −{LARGEST:g} to {LARGEST:g}; nothing was changed.")
        return
    edits, _ = read_edits(value(controls.EDIT), model)
    st.session_state[controls.EDIT.key] = write_edits(with_edit(edits, edit))


def _undo(edit: WeightEdit) -> None:
    edits, _ = read_edits(value(controls.EDIT), tasks()[value(controls.NETWORK)].load())
    st.session_state[controls.EDIT.key] = write_edits([e for e in edits if e != edit])


def _forget_edits() -> None:
    st.session_state[controls.EDIT.key] = ""
