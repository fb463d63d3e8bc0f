"""What a picture of a network shows: a moment of training, the names that go with it, and a sample."""

from core.arrays import Array
from core.data.build import build
from core.network import Network
from core.snapshot import Snapshot
from core.specs import Project
from core.targets import class_values, encode
from gui.canvas.drawn.labels import labels_of
from gui.canvas.drawn.lens import Lens
from gui.canvas.drawn.sheet import Subject
from gui.canvas.look import Look
from gui.session.knockout import Reduced, whole_of
from gui.session.things import Selection


class Content:
    """The moment that is drawn, in the course of its training, and what goes with it.

    project  whose names are drawn
    labels   what everything is called
    moment   with its own weights, whatever is off; None: none yet
    off      what is drawn as switched off
    said     with which parameters neurons say what they say, where some are off; None: with the moment's
    sample   (inputs,) that values are shown for, and its target as the data hold it; None: none
    place    (numbers,) of the data that the sample was made of; None: not known
    is_typed whether somebody typed it
    lens     what is shown instead of weights and the sample's values; None: those are
    goes_on  whether all since the last parameters drawn is one training that went on
    jumps    whether the next moment is known to be of another training, or another time, than this one
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self.labels = labels_of(project)
        self.moment: Snapshot | None = None
        self.off: Selection = frozenset()
        self.said: Array | None = None
        self.sample: tuple[Array | None, Array | None] = (None, None)
        self.place: Array | None = None
        self.is_typed = False
        self.lens: Lens | None = None
        self.goes_on = False
        self.jumps = False

    # Names -----------------------------------------------------------------------------------------------------------

    def take_labels(self) -> bool:
        """Take the project's names, once the network drawn has the ends that they are for; whether they are others."""
        if self.moment is not None and _ends(self.moment.network) != _ends(self.project.network):
            return False
        old, self.labels = self.labels, labels_of(self.project)
        return self.labels != old

    def has_names_for(self, network: Network) -> bool:
        """Whether it has the ends of the project's network, or of the one that is drawn."""
        drawn = self.project.network if self.moment is None else self.moment.network
        return _ends(network) in (_ends(self.project.network), _ends(drawn))

    # Moments ---------------------------------------------------------------------------------------------------------

    def take(self, snapshot: Snapshot) -> bool:
        """Go on to this moment; whether it is drawn in another way than the last one, be their networks the same."""
        off, said = (snapshot.off, snapshot.theta) if isinstance(snapshot, Reduced) else (frozenset(), None)
        has_other_off = off != self.off or said is not self.said
        old, new = self.moment, whole_of(snapshot)
        self.moment, self.off, self.said = new, off, said
        if old is None or self.jumps or not _goes_on(old, new):
            self.goes_on = False
        self.jumps = False
        return old is None or old.theta is not new.theta or not self.goes_on or has_other_off

    @property
    def target(self) -> Array | None:
        """What the outputs drawn are trained towards for the sample."""
        target, data, moment = self.sample[1], self.project.data, self.moment
        if target is None or data is None or moment is None or build(data).task not in ("two classes", "classes"):
            return target
        network, loss = moment.network, self.project.training.loss
        return encode(target, *class_values(network.outputs, network.output.activation, loss))

    def subject(self, look: Look, scale: float) -> Subject | None:
        """What a picture of all that is shown now is of: without zoom, pointer and selection; None: nothing yet."""
        if self.moment is None:
            return None
        network, theta = self.moment.network, self.moment.theta
        return Subject(self.project.title, network, theta, self.labels, look, self.sample[0], self.target, scale)


def _ends(network: Network) -> tuple[int, int]:
    return network.inputs, network.outputs


def _goes_on(old: Snapshot, new: Snapshot) -> bool:
    """Whether the same training has made steps since, or nothing at all has changed; a pause is where it ends."""
    if old.is_playing and not new.is_playing:
        return False
    return new.network == old.network and (new.step > old.step or new.theta is old.theta)
