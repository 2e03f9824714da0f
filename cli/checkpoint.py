"""`fasti checkpoint`: sign what the log is, and keep what witnesses and stampers say to it."""

from __future__ import annotations

from pathlib import Path

import click

from cli.call import Call
from cli.key import key_option

FILE = click.Path(path_type=Path)


@click.group(invoke_without_command=True)
@key_option
@click.option(
    "--trust", multiple=True, metavar="KEY", help="The public key of who signed before; repeatable."
)
@click.pass_context
def checkpoint(ctx: click.Context, key: Path | None, trust: tuple[str, ...]) -> None:
    """Sign what the log is now, after reading it back from the disk; print the signed note.

    The note is kept in the register, and beside the key. Publish it, or have it witnessed.

    Example: fasti checkpoint
    """
    if ctx.invoked_subcommand is not None:
        return
    from application.checkpoints import sign
    from application.keys import key_in, known_keys, verifier

    trusted = [*map(verifier, trust), *known_keys()]
    made = sign(ctx.obj.register.storage, key_in(key), trusted)
    click.echo(made.kept.note, nl=False)
    was = "was signed before" if made.before else "is signed"
    click.echo(f"everything up to #{made.kept.head.size} {was}", err=True)


@checkpoint.command()
@click.argument("note", type=FILE)
@click.option(
    "--witness", multiple=True, required=True, metavar="KEY", help="A witness's public key."
)
@click.pass_obj
def cosign(call: Call, note: Path, witness: tuple[str, ...]) -> None:
    """Keep what witnesses signed: NOTE is the last checkpoint as they gave it back.

    Example: fasti checkpoint cosign witnessed.txt --witness witness.pub
    """
    from application.checkpoints import cosign as keep
    from application.keys import verifier

    count = keep(call.register.storage, note, [verifier(text) for text in witness])
    click.echo(f"the last checkpoint has {count} signatures", err=True)


@checkpoint.command("ask-stamp")
@click.option("-o", "--output", type=FILE, required=True, help="Where to write the request.")
@click.pass_obj
def ask_stamp(call: Call, output: Path) -> None:
    """Write a request of RFC 3161 to have the last checkpoint stamped with the time.

    Example: fasti checkpoint ask-stamp -o request.tsq
    """
    from application.checkpoints import latest
    from application.stamps import request
    from application.swapping import put

    put(output, request(latest(call.register.storage)))
    click.echo(f"send {output} to a time stamping authority", err=True)


@checkpoint.command()
@click.argument("answer", type=FILE)
@click.option("--root", type=FILE, multiple=True, required=True, help="A root certificate, PEM.")
@click.pass_obj
def stamp(call: Call, answer: Path, root: tuple[Path, ...]) -> None:
    """Check the ANSWER of a time stamping authority, and keep it with the last checkpoint.

    Example: fasti checkpoint stamp answer.tsr --root authority.pem
    """
    from application.stamps import accept, roots_in

    moment = accept(call.register.storage, answer, roots_in(root))
    click.echo(f"the last checkpoint existed at {moment:%Y-%m-%dT%H:%M:%SZ}", err=True)
