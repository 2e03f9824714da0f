"""`fasti erase`: what is personal of a person is made unreadable."""

from __future__ import annotations

import click

from cli.call import Call


@click.command()
@click.argument("person")
@click.option("--basis", required=True, metavar="TEXT", help="By what right: a law, a request.")
@click.option("--name", is_flag=True, help="The name in office too; it then reads [erased].")
@click.pass_obj
def erase(call: Call, person: str, basis: str, name: bool) -> None:
    """Destroy the key of what is personal of PERSON; the record says so, and stays valid.

    Example: fasti erase bo-hansen --basis "request of 2026-11-02, GDPR art. 17"
    """
    from application.erasure import erase as erased
    from application.erasure import sealed_elsewhere
    from projections.persons import identities_of

    slug = call.person(person)
    with call.asking() as connection:
        identities = identities_of(connection, slug)
    elsewhere = sealed_elsewhere(call.register, identities)
    done = erased(call.register, identities, basis=basis, name=name, command=call.command)
    call.report(done.numbers, before=done.before, behind=done.views_behind)
    if elsewhere:
        click.echo(
            "the keys to some of it are not here; each is destroyed where it is by the next command"
            " there that asks for a key",
            err=True,
        )
    if name:
        click.echo(
            "the name reads [erased] from now on; the identifier, the papers and the bytes of the"
            " log, which the proofs bind, still hold it",
            err=True,
        )
