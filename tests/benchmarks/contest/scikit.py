"""scikit-learn as a contestant: `fit` over whole epochs, with what the others do not have switched off.

Its regressor has no activation on the output, so it stands in for the networks with mean squared error.
"""

import math
import warnings

import numpy as np
import sklearn
from contestant import Run, Task, serve
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier, MLPRegressor


def prepare(task: Task, x: np.ndarray, y: np.ndarray) -> tuple[Run, dict[str, str]]:
    """See `contestant.Prepare`."""
    warnings.simplefilter("ignore", ConvergenceWarning)  # it is told how many epochs to make
    has_classes = task.output == "softmax"
    targets = y.argmax(axis=1) if has_classes else y.squeeze()
    model = (MLPClassifier if has_classes else MLPRegressor)(
        hidden_layer_sizes=task.sizes[1:-1],
        activation=task.hidden,
        solver=task.optimizer,
        batch_size=task.batch,
        learning_rate_init=task.learning_rate,
        alpha=0.0,
        momentum=0.0,
        nesterovs_momentum=False,
        warm_start=True,
        n_iter_no_change=np.inf,
        random_state=0,
    )
    steps_per_epoch = math.ceil(len(x) / task.batch)

    def run(steps: int) -> int:
        model.max_iter = max(1, round(steps / steps_per_epoch))
        model.fit(x, targets)
        return model.max_iter * steps_per_epoch

    return run, {"scikit-learn": sklearn.__version__}


if __name__ == "__main__":
    serve(prepare)
