"""The pictures on the pages of the right-hand column, and what they are made of.

What shows a training is a `View` (`gui.views.view`), with the same small face: `show_project`, `show_snapshot`,
`show_theme`; hidden, it only remembers. What it is made of (plots, grids, legends) is shown ready values.
"""
