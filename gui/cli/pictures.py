"""`neuroloom draw` and `neuroloom screenshot`"""

from pathlib import Path
from typing import Annotated

import typer

from core.bundled import is_bundled
from core.disk.model_files import is_model_file
from core.errors import UserError
from gui.cli.arguments import EpochsFirst, File, Seed, Theme, check_theme, scale_up_to, seeded, size_of, title_of
from gui.cli.places import Place
from gui.cli.progress import working
from gui.cli.told import Json, say
from gui.start import open_named


def draw(
    file: File,
    out: Annotated[
        Path, typer.Argument(metavar="OUT", help="Where to: .svg, .png or .pdf. A file that is there is replaced.")
    ],
    size: Annotated[
        str | None,
        typer.Option("--size", metavar="WxH", help="In logical pixels; without it, as suits the network."),
    ] = None,
    scale: Annotated[
        float,
        typer.Option(
            "--scale", metavar="NUMBER", parser=scale_up_to(8.0), help="Pixels of a PNG per logical pixel, 0.5 to 8."
        ),
    ] = 1.0,
    theme: Theme = "light",
    epochs: EpochsFirst = 0,
    seed: Seed = None,
    transparent: Annotated[bool, typer.Option("--transparent", help="Leave the ground out.")] = False,
    title: Annotated[bool, typer.Option("--title", help="Write what the project is called above.")] = False,
    as_json: Json = False,
) -> None:
    """Draw the network as SVG, PNG or PDF, without a screen.

    For papers, slides and work sheets: neurons, connections, their weights where there is room, and a legend.

    Example: neuroloom draw iris iris.svg --epochs 60
    """
    wanted = None if size is None else size_of(size)
    check_theme(theme)
    if out.suffix.lower() not in (".svg", ".png", ".pdf"):
        raise UserError(f"{out.name}: a drawing is written as SVG, PNG or PDF.", "Use OUT.svg, OUT.png or OUT.pdf.")
    saved = open_named(file)
    name, saved = title_of(saved, file), seeded(saved, seed)
    place = Place(out)
    with working(f"drawing {out.name}"):
        from gui.draw import draw as draw_network

        draw_network(saved, name, out, wanted, scale, theme, epochs, transparent, title)
    _tell(place, as_json)


def screenshot(
    file: File,
    out: Annotated[
        Path, typer.Argument(metavar="OUT.png", help="Where to write the picture. A file that is there is replaced.")
    ],
    size: Annotated[
        str, typer.Option("--size", metavar="WxH", help="Of the window, in logical pixels; 1440x900 without it.")
    ] = "1440x900",
    scale: Annotated[
        float,
        typer.Option(
            "--scale", metavar="NUMBER", parser=scale_up_to(4.0), help="Device pixels per logical pixel, 0.5 to 4."
        ),
    ] = 1.0,
    theme: Theme = "light",
    epochs: EpochsFirst = 0,
    seed: Seed = None,
    as_json: Json = False,
) -> None:
    """Draw the whole window into a picture, without a screen.

    For instructions and slides: the window as it opens on FILE, with factory settings, whatever yours are.

    Example: neuroloom screenshot circle circle.png --epochs 30 --theme dark
    """
    width, height = size_of(size)
    check_theme(theme)
    if out.suffix.lower() != ".png":
        raise UserError(f"{out.name}: pictures are written as PNG.", "Use OUT.png.")
    saved = seeded(open_named(file), seed)
    place = Place(out)
    source = None if is_bundled(file) or is_model_file(Path(file)) else Path(file)
    with working(f"drawing {out.name}"):
        from gui.screenshot import take_screenshot

        take_screenshot(saved, source, out, width, height, scale, theme, epochs)
    _tell(place, as_json)


def _tell(place: Place, as_json: bool) -> None:
    if as_json:
        say({"path": str(place.path), "replaced": place.was_there})
    else:
        print(f"wrote {place.told}")
