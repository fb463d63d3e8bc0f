"""The pad: what a person gives the network to read."""
