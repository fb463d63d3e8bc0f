"""What stands before and after the network in a file, and is no part of it: preprocessing, labels."""

from dataclasses import replace
from typing import Any

import msgspec

from core.data.features import FEATURES
from core.importing.onnx_graph import Graph, Node, metadata_list
from core.importing.own import preprocessing_in
from core.importing.pieces import WITHOUT_SCALE, without_table

AT_THE_START, AT_THE_END = ("table_", "features_"), "target_"
"""How our own exports begin the names of nodes that stand around the network."""
MOST_CLASSES = 10_000


def without_preprocessing(graph: Graph) -> Graph:
    """A file of our own with the network alone: what it is given then are features of points, or a table's columns as
    they are scaled for it; `around` says how, which older files do not.
    """
    metadata = graph.metadata
    if metadata.get("producer") != "neuroloom":
        return graph
    around, before = preprocessing_in(metadata), [node for node in graph.nodes if node.name.startswith(AT_THE_START)]
    if around is not None and (around.is_of_table or around.features) and not before:
        around = None  # some tool has made other nodes of ours: they are read as they stand
    names = (
        tuple(str(name) for name in metadata_list(metadata, "input_names")) if around is None else around.input_names
    )
    classes = tuple(map(str, metadata_list(metadata, "classes")))
    graph = replace(graph, input_names=names, classes=classes, around=around)
    if before:
        graph = _without_start(graph, before)
    after = [node for node in graph.nodes if node.name.startswith(AT_THE_END)]
    given = {name for node in after for name in node.inputs} - {name for node in after for name in node.outputs}
    given -= set(graph.tensors)
    is_apart = bool(after) and len(given) == 1
    if around is not None and not is_apart:
        graph = replace(graph, around=msgspec.structs.replace(around, target=None))
    if is_apart:
        nodes = tuple(node for node in graph.nodes if node not in after)
        notes = graph.notes if around is not None else (*graph.notes, WITHOUT_SCALE)
        graph = replace(graph, nodes=nodes, output=given.pop(), notes=notes)
    return graph


def _without_start(graph: Graph, before: list[Node]) -> Graph:
    made = {name for node in before for name in node.outputs}
    nodes = tuple(node for node in graph.nodes if node not in before)
    taken = {name for node in nodes for name in node.inputs} & made
    if len(taken) != 1:
        return replace(graph, around=None)
    graph = replace(graph, nodes=nodes, input=taken.pop(), shape=(None,))
    if graph.around is not None:
        return replace(graph, features=graph.input_names if graph.around.features else ())
    labels = tuple(str(label) for label in metadata_list(graph.metadata, "features"))
    features = tuple(feature.name for label in labels for feature in FEATURES.values() if feature.label == label)
    if labels:
        return replace(graph, input_names=labels, features=features if len(features) == len(labels) else ())
    return replace(graph, input_names=(), notes=(*graph.notes, without_table(graph.input_names)))


def without_labels(graph: Graph) -> Graph:
    """What scikit-learn's converter puts after a classifier is taken away: names of classes, and 1 - p beside p."""
    maker = {name: node for node in graph.nodes for name in node.outputs}
    end = maker.get(graph.output)
    if end is not None and end.operator == "ZipMap" and end.inputs:
        classes = end.attributes.get("classlabels_strings") or end.attributes.get("classlabels_int64s") or ()
        graph = replace(graph, output=end.inputs[0], classes=_texts(classes))
    else:
        graph = replace(graph, classes=graph.classes or _extracted(graph))
    pair = maker.get(graph.output)
    if pair is not None and pair.operator == "Concat" and len(pair.inputs) == 2:
        other = maker.get(pair.inputs[0])
        if other is not None and other.operator == "Sub" and other.inputs[1:] == pair.inputs[1:]:
            graph = replace(graph, output=pair.inputs[1])
    return graph


def _extracted(graph: Graph) -> tuple[str, ...]:
    """The classes that a label is looked up in."""
    for node in graph.nodes:
        if node.operator == "ArrayFeatureExtractor" and node.inputs and node.inputs[0] in graph.tensors:
            tensor = graph.tensors[node.inputs[0]]
            return _texts(tensor.string_data or tensor.int32_data or tensor.int64_data)
    return ()


def _texts(classes: Any) -> tuple[str, ...]:
    if not hasattr(classes, "__len__") or isinstance(classes, bytes) or len(classes) > MOST_CLASSES:
        return ()
    return tuple(one.decode("utf-8", "replace") if isinstance(one, bytes) else str(one) for one in classes)
