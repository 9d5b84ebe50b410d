"""What the chapter on the vanishing gradient has shown, in plain sentences, each with the step that showed it."""

from explainer.shell.summary import Sentence

SUMMARY = (
    Sentence("two-causes", "A step back multiplies the gradient twice: by the slope of the bend at every "
                           "neuron, and by W_hh."),
    Sentence("gradient-curve", "In the long run W_hh stretches by its spectral radius, so the gradient of "
                               "many steps may fade or explode."),
    Sentence("bptt", "W_hh is used at every step, so its gradient is a sum with a term for every step."),
    Sentence("truncated-bptt", "Where a text is learned in pieces, the memory crosses the cut and the "
                               "gradient does not."),
    Sentence("clipping", "Clipping tames a gradient that explodes. What has vanished it cannot bring back."),
)
