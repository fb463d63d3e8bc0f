"""All that training has come to, asked of the engine: waited for, or answered when it comes."""

import time
from collections.abc import Callable

from core.errors import UserError
from core.messages import Ask, StateAnswer
from gui.session.engine_thread import EngineThread

STATE_SECONDS = 30.0


class EngineState:
    """Asks under a number each time, and knows by it whose answer comes."""

    def __init__(self, engine: EngineThread, serve: Callable[[], None]) -> None:
        """serve: takes what the engine has by now and passes it on, answers of this kind to `take`"""
        self._engine, self._serve = engine, serve
        self._tokens = 0
        self._states: dict[int, StateAnswer] = {}
        self._asked: dict[int, Callable[[StateAnswer], None]] = {}
        """Who waits for an answer without standing still."""

    def ask(self, then: Callable[[StateAnswer], None]) -> None:
        """Have `then` called with the state as it is now, when it comes; nobody waits."""
        self._asked[self._post()] = then

    def wait(self, seconds: float = STATE_SECONDS) -> StateAnswer:
        """The state now; waits until the engine has finished its current step.

        Raises UserError where it does not answer.
        """
        token = self._post()
        until = time.monotonic() + seconds
        while token not in self._states and time.monotonic() < until and self._engine.isRunning():
            self._serve()
            if token not in self._states:
                self._engine.wait(1)
        if token not in self._states:
            raise UserError("The engine does not answer.", "Try again in a moment.")
        return self._states.pop(token)

    def take(self, answer: StateAnswer) -> None:
        """The engine has answered."""
        if answer.token in self._asked:
            self._asked.pop(answer.token)(answer)
        else:
            self._states[answer.token] = answer

    def _post(self) -> int:
        self._tokens += 1
        self._engine.post(Ask(self._tokens))
        return self._tokens
