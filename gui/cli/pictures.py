"""`neuroloom draw` and `neuroloom screenshot`"""

from pathlib import Path
from typing import Annotated

import typer

from core.bundled import is_bundled
from core.disk.model_files import is_model_file
from core.errors import UserError
from core.project import Saved
from gui.cli.arguments import File, check_room_for, check_theme, size_of
from gui.start import open_named


def draw(
    file: File,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Where to; .svg, .png or .pdf decides the kind.")],
    size: Annotated[str | None, typer.Option(help="WIDTHxHEIGHT in logical pixels; else as suits it.")] = None,
    scale: Annotated[float, typer.Option(min=0.5, max=8.0, help="Pixels of a PNG per logical pixel.")] = 1.0,
    theme: Annotated[str, typer.Option(help="light or dark")] = "light",
    epochs: Annotated[int, typer.Option(min=0, help="Train this many epochs first.")] = 0,
    seed: Annotated[int | None, typer.Option(help="First weights from this seed; without it, those of FILE.")] = None,
    transparent: Annotated[bool, typer.Option("--transparent", help="Leave the ground out.")] = False,
    title: Annotated[bool, typer.Option("--title", help="Write the project's title above.")] = False,
) -> None:
    """Draw the network as SVG, PNG or PDF, without a screen."""
    wanted = None if size is None else size_of(size)
    check_theme(theme)
    if out.suffix.lower() not in (".svg", ".png", ".pdf"):
        raise UserError(f"{out.name}: a drawing is written as SVG, PNG or PDF.", "Use OUT.svg, OUT.png or OUT.pdf.")
    saved = open_named(file)
    if seed is not None:
        saved = Saved(saved.project.replace(seed=seed))
    check_room_for(out)
    from gui.draw import draw as draw_network

    name = saved.project.title if is_bundled(file) else Path(file).stem
    draw_network(saved, name, out, wanted, scale, theme, epochs, transparent, title)
    print(f"wrote {out}")


def screenshot(
    file: File,
    out: Annotated[Path, typer.Argument(metavar="OUT.png", help="Where to write the picture.")],
    size: Annotated[str, typer.Option(help="Of the window, in logical pixels.")] = "1440x900",
    scale: Annotated[float, typer.Option(min=0.5, max=4.0, help="Device pixels per logical pixel.")] = 1.0,
    theme: Annotated[str, typer.Option(help="light or dark")] = "light",
    epochs: Annotated[int, typer.Option(min=0, help="Train this many epochs first.")] = 0,
) -> None:
    """Draw the real window into a picture, without a screen."""
    width, height = size_of(size)
    check_theme(theme)
    if out.suffix.lower() != ".png":
        raise UserError(f"{out.name}: pictures are written as PNG.", "Use OUT.png.")
    saved = open_named(file)
    check_room_for(out)
    from gui.screenshot import take_screenshot

    source = None if is_bundled(file) or is_model_file(Path(file)) else Path(file)
    take_screenshot(saved, source, out, width, height, scale, theme, epochs)
    print(f"wrote {out}")
