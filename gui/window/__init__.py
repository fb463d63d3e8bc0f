"""The main window: it arranges the rooms, and each file here joins a few of them."""
