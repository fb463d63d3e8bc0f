"""The parts of the dialog that takes a model away."""
