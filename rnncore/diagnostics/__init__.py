"""What can be asked of a network once it runs: where its memory goes, and where its gradients come from.

Nothing here is needed to train or to use a network; everything here uses the one forward and the one
backward pass of `rnncore.sequence`.

    the memory         states, probe, capacity, neurons, phase, counterfactual, attribution, embedding, carried,
                       variance_explained, procrustes
    the gradient       passage, jacobians, backflow, gradient_flow, gradient_terms, horizon, spectrum, one_update,
                       clipping
    set up by hand     by_hand, chain, synthetic
"""
