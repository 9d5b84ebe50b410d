"""The wiring of one gated cell: a step taken apart, product by product."""
