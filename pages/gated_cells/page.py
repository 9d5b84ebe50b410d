"""Gated cells: what each gate does, with real numbers, and why that carries memory further."""

from explainer.shell.headings import title
from explainer.state.address import open_page, write_address
from pages.gated_cells import (
    attribution,
    bias_horizon,
    controls,
    equations,
    gates_over_text,
    memory_as_sum,
    one_step,
    race,
)
from pages.gated_cells.state import state

open_page("gated-cells", controls.ALL)
title("Gates decide what to keep, what to write and what to show",
      "A plain cell overwrites its memory at every step. A gated cell asks first. Watch one do it, number by number.")
now = state()
one_step.section(now)
gates_over_text.section(now)
memory_as_sum.section(now)
bias_horizon.section(now)
race.section()
equations.section(now)
attribution.section(now)
write_address(controls.ALL)
