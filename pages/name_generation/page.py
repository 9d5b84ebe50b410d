"""Name generation: one network, a list of names, and what it learns from them. Its sections in their order."""

from explainer.shell.headings import title
from explainer.state.sections import open_chapter
from pages.name_generation import generate, keep_and_compare, letter_by_letter, train_your_own, your_name

with open_chapter("name-generation"):
    title("A network that reads names can write new ones",
          "Nobody tells it a rule. It reads a list, one letter at a time, and learns to guess the next letter. Then it "
          "writes.")
    generate.section()
    letter_by_letter.section()
    your_name.section()
    train_your_own.section()
    keep_and_compare.section()
