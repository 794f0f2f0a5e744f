"""The two ways in which a job ends early."""


class UserError(Exception):
    """A failure that the user can mend: the message is one sentence that says what, where and how."""


class Cancelled(BaseException):
    """The job was stopped on request. Not an Exception, so that no general handler swallows it."""
