"""How commands are used: the page that --help shows, and what is said where somebody uses one otherwise."""

from collections.abc import Iterable
from typing import Any

from typer.core import TyperCommand, TyperGroup

from core.errors import UserError
from core.near import near

EXAMPLE = "Example:"
"""How the last paragraph of a command's docstring begins."""


class Command(TyperCommand):
    """A command whose docstring is its page: what it does; when to use it; an example.

    `ctx` and `formatter` are named as typer names them; their types moved between its versions.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """What was typed, as typer reads it. Raises UserError for what is missing, unknown or left over."""
        ctx.allow_extra_args = True
        try:
            rest = super().parse_args(ctx, args)
        except Exception as error:
            if is_misuse(error):
                raise misuse(error, ctx) from error
            raise
        if ctx.args:
            words = " ".join(ctx.args)
            raise UserError(f"There is a word too many: {words}.", hint_of(ctx))
        return rest

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The whole page."""
        what, *when = _paragraphs(self.help)
        example = when.pop().removeprefix(EXAMPLE).split("\n") if when and when[-1].startswith(EXAMPLE) else []
        formatter.write_usage(ctx.command_path, " ".join(filter(None, (*map(_must, self.params), "[OPTIONS]"))))
        for text in (what, *when):
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(text)
        for title, kind in (("Arguments", "argument"), ("Options", "option")):
            if rows := _rows(one for one in self.get_params(ctx) if one.param_type_name == kind):
                with formatter.section(title):
                    formatter.write_dl(rows)
        if example:
            formatter.write_paragraph()
            for line in filter(None, map(str.strip, example)):
                formatter.write(f"{EXAMPLE} {line}\n")


class Commands(TyperGroup):
    """All of them, in the order of a person's way through the program."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The whole page."""
        formatter.write_usage(ctx.command_path, "[FILE]")
        formatter.write(f"{'':7}{ctx.command_path} COMMAND ...\n")
        for text in _paragraphs(self.help):
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(text)
        with formatter.section("Commands"):
            formatter.write_dl([(name, _paragraphs(one.help)[0]) for name, one in self.commands.items()])
        with formatter.section("Options"):
            formatter.write_dl(_rows(self.get_params(ctx)))
        formatter.write_paragraph()
        formatter.write(f"`{ctx.command_path} COMMAND --help` tells more, with an example.\n")


def is_misuse(error: Exception) -> bool:
    """Whether it is one of typer's exceptions: their base class moved between its versions, but they can say it."""
    return hasattr(error, "format_message")


def misuse(error: Any, context: Any = None) -> UserError:
    """What such an exception means. The classes moved, too, and are told by their names."""
    context = context or error.ctx
    name = getattr(error, "option_name", "")
    match type(error).__name__:
        case "MissingParameter":
            said = f"{_label(error.param)} is missing: {_begun_small(error.param.help)}"
        case "NoSuchOption":
            options = [text for one in context.command.get_params(context) for text in one.opts if text[0] == "-"]
            meant = near(name, options)
            said = f"There is no option {name}.{'' if meant is None else f' Did you mean {meant}?'}"
        case "BadOptionUsage":
            said = _lacks_value(name, context)
        case _:
            text = " ".join(str(error.format_message()).split()).replace("'", "")
            said = text if text.endswith((".", "?", "!")) else f"{text}."
    return UserError(said, hint_of(context))


def hint_of(context: Any) -> str:
    """Where it is said how the command is used."""
    path = "neuroloom" if context is None else context.command_path
    return f"`{path} --help` says how it is used."


def _lacks_value(name: str, context: Any) -> str:
    for one in context.command.params:
        if name in one.opts:
            return f"{name} takes no value." if one.is_flag else f"{name} needs a value: {_begun_small(one.help)}"
    return f"{name} cannot be used so."


def _paragraphs(text: str | None) -> list[str]:
    return [one.strip() for one in (text or "").split("\n\n") if one.strip()]


def _rows(parameters: Iterable[Any]) -> list[tuple[str, str]]:
    return [(_name(one), one.help or "") for one in parameters]


def _must(parameter: Any) -> str:
    """A parameter in the line of usage, where it must be there or has a place of its own."""
    if parameter.param_type_name == "argument":
        return str(parameter.metavar) if parameter.required else f"[{parameter.metavar}]"
    return _label(parameter) if parameter.required else ""


def _label(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return str(parameter.metavar)
    return " ".join(filter(None, (parameter.opts[0], parameter.metavar)))


def _name(parameter: Any) -> str:
    """A parameter in its list: "-o, --out OUT"."""
    if parameter.param_type_name == "argument":
        return _label(parameter)
    names = ", ".join(sorted(parameter.opts, key=len))
    return names if parameter.is_flag or parameter.metavar is None else f"{names} {parameter.metavar}"


def _begun_small(text: str) -> str:
    """The first sentence, to go on with."""
    text = f"{text.split('. ')[0].rstrip('.')}."
    return text if text[1:2].isupper() else f"{text[0].lower()}{text[1:]}"
