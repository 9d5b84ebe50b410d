"""Which cell, which text, which neuron: widgets for the steps that are not the first, where they stand, too."""

from explainer.shell.steps import is_alone
from explainer.state import sections, widgets
from pages.gated_cells import controls


def cell_here() -> None:
    """The cell, where one step is open: in the whole chapter it stands in the first."""
    if is_alone():
        _cell()


def text_here() -> None:
    """The text, likewise."""
    if is_alone():
        _text()


def text_and_neuron_here() -> None:
    """The text and the neuron, likewise."""
    if is_alone():
        _text_and_neuron()


@sections.section("cell_here")
def _cell() -> None:
    widgets.segments(controls.CELL, label_visibility="collapsed")


@sections.section("text_here")
def _text() -> None:
    widgets.text(controls.TEXT, placeholder=controls.TEXT.default)


@sections.section("text_and_neuron_here")
def _text_and_neuron() -> None:
    with widgets.row():
        widgets.text(controls.TEXT, placeholder=controls.TEXT.default)
        widgets.number(controls.NEURON)
