"""The canvas: the network as a drawing that is edited with the hands.

`geometry` says where everything stands, `edges` and `nodes` paint it, `header`, `pill` and `parts` are the controls on
it, `interactions` are the gestures, and `canvas` holds them together. What is drawn is always the network of the last
snapshot, so that a structure never shows with weights that are not its own.
"""
