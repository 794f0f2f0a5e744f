"""What networks are pre-trained for."""

# In the order in which they are offered; the first is what is done where nothing is said.
OBJECTIVES = ("multiclass", "each-against-normal", "masked", "simclr")
SELF_SUPERVISED = ("masked", "simclr")
"""Those that need no classes."""
