"""Gated cells: what each gate does, with real numbers."""
