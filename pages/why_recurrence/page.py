"""Why recurrence?: what a memory is good for, before anything is said about how it is trained."""

from explainer.shell.frame import picture_first
from explainer.shell.headings import header, note, title
from explainer.state.address import open_page, write_address
from pages.why_recurrence import controls, goldfish, growth, kinds_of_sequence, one_neuron, vectors, year_race
from pages.why_recurrence.year_networks import year_racers

open_page("why-recurrence", controls.ALL)
title("Order matters, so a network needs a memory",
      "Read a review with the memory of a goldfish: each word is gone when the next one comes. Then read it with a "
      "memory.")
goldfish.goldfish_section()
picture_first()
goldfish.ask_about_order()

header("A loop around one neuron is a memory",
       "A number comes in once. After that, only zeros. All the neuron can do is multiply what it holds by its own "
       "weight, again and again. <b>Find the weight that still holds it after ten steps.</b> The dotted line is what "
       "it stored at first.")
one_neuron.one_neuron_section()
one_neuron.ask_about_the_weight()

header("To a network, a letter is a row of numbers",
       "A network computes with numbers. So each symbol picks a row of a matrix, and that row is learned like "
       "everything else.")
vectors.vectors_section()
vectors.ask_about_neighbours()

header("What was learned at one place holds at every place",
       "Mark the year in a sentence. A feedforward net looks at the whole sentence through a window, with weights of "
       "its own for every place. A recurrent network reads it word by word with the same few matrices. And there is "
       "a fair rival: a window that slides along, with the same weights wherever it is.")
year_race.race_section()
year_race.ask_about_places()
year_race.where_each_fails()
year_race.show_the_code()

header("A longer text needs no larger network")
growth.growth_section(year_racers()["gru"])

header("Whatever comes in order")
kinds_of_sequence.kinds_section()
note("Letters, words, measurements: to the network each is a row of numbers that arrives, one step after the other.")
write_address(controls.ALL)
