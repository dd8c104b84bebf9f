"""What can go wrong while measuring, one class per action that mends it."""

from __future__ import annotations


class EvalError(Exception):
    """Anything this package raises on purpose; the message says what, where and what to do."""


class CaseError(EvalError):
    """A case file is wrong: its author mends the named line."""


class SelectionError(EvalError):
    """No such set, case or measure: the caller chooses one of those listed."""


class RunFileError(EvalError):
    """A run file or baseline cannot be read: the caller gives another or makes a new one."""


class TargetError(EvalError):
    """What is to be measured does not answer as it should: the operator starts or mends it."""


class PeerError(EvalError):
    """A peer's environment is broken: the operator deletes it, and it is made anew."""


class BenchError(EvalError):
    """A part cannot be timed: whoever works on it mends it."""
