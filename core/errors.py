"""The one kind of error a person can do something about."""


class UserError(Exception):
    """What happened, to what, in one plain sentence; and a hint that says what to do about it.

    The window shows it under the field it belongs to or as one banner, the command line as one line on stderr.
    Everything else that is raised is a bug.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class RanAwayError(UserError):
    """Training made numbers that are not finite any more."""
