"""The command line of a script that answers and goes on training, as Python source."""

from string import Template

from core.export.scripts.python_source import Value, constants, long_text
from core.training import Training


def defaults(training: Training) -> dict[str, Value]:
    """The constants that the command line offers, by name."""
    return {"LEARNING_RATE": training.learning_rate, "BATCH_SIZE": training.batch_size}


def no_training(training: Training, reason: str) -> tuple[str, ...]:
    """What stands in the place of training where there is none."""
    refusal = NO_TRAINING.substitute(reason=long_text(f"It cannot be trained as it is. {reason}", 1, len("sys.exit()")))
    return (constants(defaults(training)), refusal)


MAIN = Template('''\
def opened(path):
    """The network with the weights of this file; ends with a sentence where it does not hold them."""
    try:
        return load_model(path)
    except Exception as error:
        reason = " ".join(str(error).split())[:200]
        sys.exit(f"{path} cannot be loaded: {reason}")


def main():
    parser = argparse.ArgumentParser(description="A neural network: ask it, or go on training it.")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("predict", help="write the rows of a CSV file with the answers to each")
    command.add_argument("rows", help="a CSV file whose first row names its columns")
    command.add_argument("-o", "--out", help="a CSV file for the answers; without it, they are printed")
    command.add_argument("--load", help="weights that were saved by train; without it, those of this file")
    command = commands.add_parser("train", help="go on training with the rows of a CSV file")
    command.add_argument("rows", help="a CSV file whose first row names its columns")
    command.add_argument("--epochs", type=int, default=100, help="how often to go through the rows (%(default)s)")
    command.add_argument("--learning-rate", type=float, default=LEARNING_RATE, help="the step size (%(default)s)")
    command.add_argument("--batch-size", type=int, default=BATCH_SIZE, help="rows for each step (%(default)s)")
    command.add_argument("--seed", type=int, default=0, help="another one shuffles otherwise (%(default)s)")
    command.add_argument("--load", help="weights to begin with; without it, those of this file")
    command.add_argument("--save", required=True, help="$save_help")
    options = parser.parse_args()
    if options.command == "predict":
        write_answers(options.rows, options.out, opened(options.load))
    else:
        train(options)
''')

RUN = """\
if __name__ == "__main__":
    try:
        main()
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads the answers wants no more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        if error.filename is None:
            raise
        sys.exit(f"{error.filename}: {error.strerror}.")
"""

NO_TRAINING = Template('''\
def train(options):
    """Says why this network is only asked."""
    sys.exit($reason)
''')

CHECK_OPTIONS = Template("""\
    if options.epochs < 1 or options.batch_size < 1 or not options.learning_rate > 0:
        sys.exit("Epochs, batch size and learning rate are above 0.")
    save = Path(options.save)
    if save.suffix not in $endings or not save.absolute().parent.is_dir():
        sys.exit("--save names a file ending in $named, in a folder that exists.")
""")
