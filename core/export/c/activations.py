"""The activations as C functions, in the forms that the engine computes: none overflows for any finite z."""

from math import sqrt
from string import Template

from core.activations import LEAK
from core.export.c.text import number

FORMS = {
    "step": "v >= $zero ? $one : $zero",
    "sigmoid": "tanh${f}(v * $half) * $half + $half",
    "tanh": "tanh${f}(v)",
    "relu": "v < $zero ? $zero : v",
    "leaky_relu": "v < $zero ? v * $leak : v",
    "elu": "v < $zero ? expm1${f}(v) : v",
    "gelu": "(v < $zero ? $zero : v) - fabs${f}(v) * $half * erfc${f}(fabs${f}(v) * $root)",
    "swish": "v * $half * (tanh${f}(v * $half) + $one)",
    "softplus": "(v < $zero ? $zero : v) + log1p${f}(exp${f}(-fabs${f}(v)))",
}
"""f(v) of each that looks at one sum v alone; linear leaves it as it is. As in the engine, a v that is no number (NaN)
gives none, but to a step."""

ONE_BY_ONE = Template("""\
static inline void ${name}_$activation($T *z, int units)
{
    int k;
    for (k = 0; k < units; ++k) {
        const $T v = z[k];
        z[k] = $form;
    }
}
""")

SOFTMAX = Template("""\
/* exp(z_k - max z) / sum_j exp(z_j - max z) */
static inline void ${name}_softmax($T *z, int units)
{
    $T most = z[0], sum = $zero;
    int k;
    for (k = 1; k < units; ++k) {
        if (z[k] > most) {
            most = z[k];
        }
    }
    for (k = 0; k < units; ++k) {
        z[k] = exp${f}(z[k] - most);
        sum += z[k];
    }
    for (k = 0; k < units; ++k) {
        z[k] /= sum;
    }
}
""")


def c_type(dtype: str) -> str:
    """What C calls the numbers of a network."""
    return "float" if dtype == "float32" else "double"


def activation_functions(activations: set[str], name: str, dtype: str) -> list[str]:
    """The C functions <name>_<activation>(z, units), which turn sums into outputs in place; linear needs none."""
    values = {"zero": 0.0, "half": 0.5, "one": 1.0, "leak": LEAK, "root": sqrt(0.5)}
    words = {word: number(value, dtype) for word, value in values.items()}
    words |= {"name": name, "T": c_type(dtype), "f": "f" if dtype == "float32" else ""}
    functions = []
    for activation in sorted(activations - {"linear"}):
        if activation == "softmax":
            functions.append(SOFTMAX.substitute(words))
            continue
        form = Template(FORMS[activation]).substitute(words)
        functions.append(ONE_BY_ONE.substitute(words, activation=activation, form=form))
    return functions
