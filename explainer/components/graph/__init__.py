"""The signature picture: one contract, builders from `rnncore`, and the SVG component that draws it."""
