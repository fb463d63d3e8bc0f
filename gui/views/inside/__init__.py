"""What goes on inside a network: one neuron, and one layer, over the samples of its data."""
