"""Name generation: one network, a list of names, and what it learns from them. Its sections in their order."""

from explainer.models.linked_network import model_from_address
from explainer.shell.headings import title
from explainer.state.address import open_page, write_address
from pages.name_generation import controls, generate, keep_and_compare, letter_by_letter, train_your_own, your_name

open_page("name-generation", controls.ALL)
model_from_address()
title("A network that reads names can write new ones",
      "Nobody tells it a rule. It reads a list, one letter at a time, and learns to guess the next letter. Then it "
      "writes.")
entry = generate.section()
letter_by_letter.section(entry)
your_name.section(entry)
train_your_own.section()
keep_and_compare.section(entry)
write_address(controls.ALL)
