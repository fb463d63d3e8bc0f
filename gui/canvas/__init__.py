"""The canvas: the network as a drawing that is edited with the hands.

`canvas` hears mouse and keys. It stands on four floors, each a class that adds one thing: `picture` shows snapshots,
`moving` what is seen of them (zoom, windows in wide layers), `editing` turns what is asked for into edits of the
document, `gesturing` carries a gesture from its start to its end. What can be done with what is selected stands in one
table, `commands`.

The picture is made of parts: `content` is what it shows, `painting` how that comes onto the screen, `standing` what
stands beside it, `described` what is told of it to those who listen.

The rooms: `drawn` paints a network, `chips` are the controls above its columns, `gestures` what hands do, `cards` what
opens beside a thing, `wide` finds the way in wide layers. What is drawn is always the network of the last snapshot, so
that a structure never shows with weights that are not its own.
"""
