"""The kinds of layer: one file each, found through this table."""

from core.layers.batch_normalization import BatchNormalization
from core.layers.dense import Connection, Dense
from core.layers.dropout import Dropout

Layer = Dense | Dropout | BatchNormalization
"""Any layer; a further kind joins here as a tagged union and brings its own file."""

Follower = Dropout | BatchNormalization
"""A layer that has no neurons of its own: it changes what the neurons before it pass on."""

__all__ = ["BatchNormalization", "Connection", "Dense", "Dropout", "Follower", "Layer"]
