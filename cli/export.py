"""`fasti export`: what the register knows, in the formats of its neighbours."""

from __future__ import annotations

import click


@click.group()
def export() -> None:
    """Write what the register knows in another format.

    Example: fasti export popolo -o kkr.json --body kkr-hovedstaden
    """
