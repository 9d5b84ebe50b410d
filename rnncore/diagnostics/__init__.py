"""What can be asked of a network once it runs: where its memory goes, and where its gradients come from.

Nothing here is needed to train or to use a network; everything here uses the one forward and the one
backward pass of `rnncore.sequence`.

    the memory         states, probe, capacity, neurons, phase, counterfactual, attribution, embedding,
                       memory_decomposition, variance_explained, procrustes
    the gradient       float64_trace, jacobians, jacobian_norms, spectral_norm, horizon, gradient_flow, gradient_terms,
                       spectrum, one_update, one_sequence, clipping
    set up by hand     by_hand, tanh_chain, synthetic
"""
