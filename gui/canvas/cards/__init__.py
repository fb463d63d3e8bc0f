"""What opens on the canvas beside the things that it is about."""
