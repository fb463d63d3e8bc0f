"""What can be chosen for a column of a table, in the same words before it is opened and after."""

from gui.panels.choice_field import Option

KINDS = (
    Option("number", "Number", "One input; as a target, a number to come close to."),
    Option("category", "Category", "One input for each text, on or off; as a target, classes."),
)
SCALINGS = (
    Option("standard", "Standard", "(x \N{MINUS SIGN} mean) / standard deviation, of the training rows."),
    Option(
        "min-max", "0 to 1", "(x \N{MINUS SIGN} smallest) / (largest \N{MINUS SIGN} smallest), of the training rows."
    ),
    Option("none", "None", "The numbers as they are."),
)
MISSING = (
    Option("fill", "Fill", "The mean of the training rows stands in a gap; of categories the most frequent one."),
    Option("drop", "Drop row", "A row with a gap here is left out."),
)
