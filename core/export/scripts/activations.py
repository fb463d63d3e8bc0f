"""The activations as Python source: the functions that a script defines, and what it calls.

Each takes the sums z (rows, units) and keeps their type; none overflows for any finite z.
"""

from core.activations import LEAK

CALLS = {
    "linear": "{}",
    "tanh": "np.tanh({})",
    "relu": "np.maximum({}, 0)",
}
"""The activations that need no function, as what is made of the sums; the others are called by their names."""

FUNCTIONS = {
    "step": """\
def step(z):
    return (z >= 0).astype(z.dtype)""",
    "sigmoid": """\
def sigmoid(z):
    return np.tanh(z / 2) / 2 + 0.5  # 1 / (1 + exp(-z)), without its overflow""",
    "leaky_relu": f"""\
def leaky_relu(z):
    return np.maximum(z, {LEAK!r} * z)""",
    "elu": """\
def elu(z):
    return np.maximum(z, np.expm1(np.minimum(z, 0)))""",
    "gelu": """\
def gelu(z):
    tail = np.vectorize(math.erfc, otypes=[float])(np.abs(z) * math.sqrt(0.5)).astype(z.dtype)
    return np.maximum(z, 0) - np.abs(z) / 2 * tail  # z Phi(z), whose tail is the complementary error function""",
    "swish": """\
def swish(z):
    return z / 2 * (1 + np.tanh(z / 2))  # z sigmoid(z)""",
    "softplus": """\
def softplus(z):
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))  # ln(1 + exp(z))""",
    "softmax": """\
def softmax(z):
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)""",
}
"""Those that a script has to define, by name; gelu needs math."""


def call(activation: str, sums: str) -> str:
    """The expression that makes the outputs of these sums."""
    return CALLS.get(activation, f"{activation}({{}})").format(sums)
