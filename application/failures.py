"""What can go wrong with a register as a thing on a disk, in words for the person who asked."""

from __future__ import annotations


class Failure(Exception):
    """The register could not be used; its text says what, where and what to do."""


class Missing(Failure):
    """There is no register where one was looked for, or already one where one was to be made."""


class Damaged(Failure):
    """What is stored is not what Fasti wrote, or not of a version it can read."""


class Busy(Failure):
    """Another program holds the register."""


class Unwritable(Failure):
    """The medium does not take what should be written."""


class Forbidden(Unwritable):
    """Who asks may not do it on this server."""


class Contradicted(Unwritable):
    """Views would put two persons into one place, which the database refuses."""


class ServerNeeded(Failure):
    """What only a server has was asked of a folder."""


class Unreachable(Failure):
    """There is no way to a server."""


class Interrupted(Unreachable):
    """The connection to a server was lost, so that nobody can tell whether it did its work."""


class LossUnacknowledged(Failure):
    """A backup would take the place of entries it does not have."""


class ClockBehind(Failure):
    """The clock shows a time before the last entry's."""
