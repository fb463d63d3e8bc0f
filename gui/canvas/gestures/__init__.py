"""What hands do on the canvas, and what is shown while they do it."""
