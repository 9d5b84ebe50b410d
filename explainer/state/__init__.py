"""Controls: their kinds, their registry, the address, widgets, sections that run again by themselves."""
