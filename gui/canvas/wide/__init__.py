"""Finding the way in networks that are wider than the canvas."""
