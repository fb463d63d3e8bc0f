"""The tasks of the engine benchmark."""

from contest.contestant import Task

TASKS = {
    task.name: task
    for task in (
        Task("T1", (2, 4, 2, 1), "tanh", "tanh", "mse", "sgd", 10, 0.03),
        Task("T2s", (2, 8, 8, 1), "tanh", "tanh", "mse", "sgd", 32, 0.03),
        Task("T2a", (2, 8, 8, 1), "tanh", "tanh", "mse", "adam", 32, 0.003),
        Task("T3", (2, 8, 8, 8, 8, 8, 8, 1), "tanh", "tanh", "mse", "sgd", 10, 0.03),
        Task("T4", (7, 4, 10), "relu", "sigmoid", "mse", "sgd", 10, 0.5),
        Task("T5", (64, 32, 10), "relu", "softmax", "categorical_crossentropy", "adam", 32, 0.001),
        Task("T6", (784, 128, 10), "relu", "softmax", "categorical_crossentropy", "adam", 128, 0.001),
        Task("T7", (784, 512, 512, 10), "relu", "softmax", "categorical_crossentropy", "adam", 128, 0.001),
        Task("T8", (2048, 2048, 2048, 10), "relu", "softmax", "categorical_crossentropy", "sgd", 256, 0.01),
    )
}
BOUNDED = ("T6", "T7", "T8")
"""Large enough that matrix products and memory, not calls, decide."""
