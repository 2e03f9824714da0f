"""Time stamps of RFC 3161 on checkpoints: asked for and answered in files, over any channel.

What is stamped is the text of the checkpoint, without its signatures. Needs `rfc3161-client`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from cryptography import x509

from application.checkpoints import latest
from application.failures import Missing
from application.heads import Kept
from application.notes import Unproven
from application.storage import Storage

ENDING = ".tsr"
LACKING = "time stamps need 'rfc3161-client'; install Fasti with its extra 'stamps'"


def request(kept: Kept) -> bytes:
    """What to send to an authority to have a checkpoint stamped."""
    try:
        from rfc3161_client import HashAlgorithm, TimestampRequestBuilder
    except ImportError as cause:
        raise Missing(LACKING) from cause
    builder = TimestampRequestBuilder().data(kept.head.text.encode())
    return builder.hash_algorithm(HashAlgorithm.SHA256).build().as_bytes()


def stamped(kept: Kept, answer: bytes, roots: Sequence[x509.Certificate]) -> datetime:
    """When an authority, certified by one of some roots, saw a checkpoint; raises Unproven."""
    try:
        from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response
    except ImportError as cause:
        raise Missing(LACKING) from cause
    try:
        response = decode_timestamp_response(answer)
        verifier = VerifierBuilder(roots=list(roots)).build()
        verifier.verify_message(response, kept.head.text.encode())
    except (ValueError, VerificationError) as cause:
        raise Unproven(f"the time stamp does not hold: {cause}") from cause
    return response.tst_info.gen_time


def accept(storage: Storage, answer: Path, roots: Sequence[x509.Certificate]) -> datetime:
    """Keep the stamp of the last checkpoint beside it, and say of when it is."""
    storage.refuse_read_only()
    kept = latest(storage)
    try:
        content = answer.read_bytes()
    except OSError as cause:
        raise Missing(f"no time stamp can be read at {answer}") from cause
    moment = stamped(kept, content, roots)
    kept.files.put(kept.beside(ENDING), content)
    return moment


def roots_in(paths: Sequence[Path]) -> list[x509.Certificate]:
    """The certificates in PEM files; raises Missing where one holds none."""
    found: list[x509.Certificate] = []
    for path in paths:
        try:
            found += x509.load_pem_x509_certificates(path.read_bytes())
        except (OSError, ValueError) as cause:
            raise Missing(f"no certificate can be read at {path}; it must be PEM") from cause
    return found
