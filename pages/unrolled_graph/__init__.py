"""The unrolled graph: all that a recurrent network computes, on one picture."""
