"""Features of points as ONNX operators, so that a model takes the points as they are."""

from core.data.features import Feature
from core.export.onnx.nodes import Nodes


def add_features(features: tuple[Feature, ...], nodes: Nodes, below: str) -> str:
    """Adds the nodes that turn points `below` (samples, 2) into features (samples, features); returns their name.

    Without features nothing is added.
    """
    if not features:
        return below
    nodes.scope = "features"
    numbers = {
        place: nodes.add("Gather", below, nodes.index("place", place), axis=1)
        for place in sorted({place for feature in features for place in feature.of})
    }
    found = [_add(feature, nodes, [numbers[place] for place in feature.of]) for feature in features]
    return found[0] if len(found) == 1 else nodes.add("Concat", *found, axis=1)


def _add(feature: Feature, nodes: Nodes, operands: list[str]) -> str:
    match feature.operation:
        case "product":
            return nodes.add("Mul", *operands)
        case "sine":
            return nodes.add("Sin", *operands)
    return operands[0]
