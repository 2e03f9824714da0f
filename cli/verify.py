"""`fasti verify`: everything derived again, and what is safe to believe."""

from __future__ import annotations

from pathlib import Path

import click

from cli.call import Call
from cli.options import format_option


@click.command()
@click.option(
    "--key", "keys", multiple=True, metavar="KEY", help="A public key that is believed; repeatable."
)
@click.option(
    "--checkpoint",
    "elsewhere",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A checkpoint kept elsewhere; repeatable.",
)
@click.option(
    "--root",
    "roots",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A root certificate (PEM) of a time stamping authority; repeatable.",
)
@format_option
@click.pass_obj
def verify(
    call: Call,
    keys: tuple[str, ...],
    elsewhere: tuple[Path, ...],
    roots: tuple[Path, ...],
    form: str,
) -> None:
    """Derive everything again: entries, tree, checkpoints, papers and views; report all damage.

    Without --key, the public keys in the folder of keys are believed.

    Example: fasti verify --key havneraad.pub --checkpoint newspaper.txt
    """
    from application.failures import Damaged
    from application.keys import known_keys, verifier
    from application.stamps import roots_in
    from application.verification import verify as derive
    from cli.show import show

    believed = [verifier(text) for text in keys] or known_keys()
    report = derive(call.register.storage, believed, elsewhere, roots_in(roots))
    rows = [
        {"part": part, "state": "compared", "entry": None, "text": text}
        for part, text in report.compared
    ]
    rows += [
        {"part": "server", "state": "CAUTION", "entry": None, "text": text}
        for text in report.cautions
    ]
    wrong = {"never kept": report.missing, "LOST": report.lost, "DAMAGED": report.findings}
    for state, found in wrong.items():
        rows += [{"state": state, **finding._asdict()} for finding in found]
    rows.append({"part": "to believe", "state": "", "entry": None, "text": report.safe})
    show(rows, form, ["part", "state", "entry", "text"], empty="")
    count = len(report.lost) + len(report.findings)
    if count:
        places = "the place" if count == 1 else f"the {count} places"
        raise Damaged(f"the register is damaged in {places} listed")
