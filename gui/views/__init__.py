"""The pictures in the right-hand column: what the network does, how well, and what it costs.

Every view is a QWidget with the same small face (`gui.views.view.View`): `show_project`, `show_snapshot`, `show_theme`.
"""
