"""The data row by row, with what the network answers to each."""
