"""Pictures as pure functions: arrays in, a Plotly figure or a piece of HTML out."""
