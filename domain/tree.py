"""The Merkle tree of RFC 6962 over the entries of a log: hashes, roots, proofs and their checks.

A node is named by its level (leaves: 0) and its index there; it is full when all leaves below it
are there. Full nodes never change. They are stored one after another in the order in which they
become full: each leaf, then the nodes it completes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from struct import Struct

Node = tuple[int, int]
"""Level and index."""
HashOf = Callable[[int, int], bytes]
"""The hash of a full node by level and index."""
_head = Struct(">QQIII").pack
"""How the content of a leaf begins."""
EMPTY = sha256(b"").digest()
"""The root of a tree without leaves."""
LENGTH = 32
"""The bytes of a hash."""


def leaf_hash(content: bytes) -> bytes:
    """The hash of a leaf."""
    return sha256(b"\0" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node from those of its children."""
    return sha256(b"\1" + left + right).digest()


def entry_hash(number: int, stream: str, version: int, kind: str, state: bytes) -> bytes:
    """The hash of the leaf of an entry, binding its place, its stream, its kind and its bytes.

    The content of the leaf: number and version as 8 bytes each, the lengths in bytes of stream,
    kind and state as 4 bytes each, all big-endian; then stream and kind as UTF-8, and state.
    """
    name, sort = stream.encode(), kind.encode()
    head = _head(number, version, len(name), len(sort), len(state))
    return sha256(b"".join((b"\0", head, name, sort, state))).digest()


def place(level: int, index: int) -> int:
    """Where a full node is stored, counted from 0."""
    last_leaf = ((index + 1) << level) - 1
    return stored(last_leaf) + level


def stored(size: int) -> int:
    """How many full nodes a tree of so many leaves has, leaves included."""
    return 2 * size - size.bit_count()


def size_stored(nodes: int) -> int:
    """How many leaves the tree has whose first so many nodes, at least, are stored."""
    size = nodes // 2
    while stored(size + 1) <= nodes:
        size += 1
    return size


class Frontier:
    """A growing tree: its size and the roots of its full subtrees, the largest first."""

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        self.size = size
        self.hashes = list(hashes)

    def grow(self, leaves: Iterable[bytes]) -> list[bytes]:
        """Add leaves; the hashes of the nodes that become full, in the order they are stored."""
        made: list[bytes] = []
        size, hashes = self.size, self.hashes
        for leaf in leaves:
            node, below = leaf, size
            made.append(node)
            while below & 1:
                node = sha256(b"\1" + hashes.pop() + node).digest()
                made.append(node)
                below >>= 1
            hashes.append(node)
            size += 1
        self.size = size
        return made

    @property
    def root(self) -> bytes:
        """The root of the tree."""
        return folded(self.hashes)


def folded(hashes: Sequence[bytes]) -> bytes:
    """The root over full subtrees, the largest first."""
    if not hashes:
        return EMPTY
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = node_hash(left, root)
    return root


def peaks(low: int, high: int) -> Iterator[Node]:
    """The full subtrees that leaves from `low` up to but not `high` fall into, the largest first.

    `low` is where a subtree of at least that many leaves may begin.
    """
    while low < high:
        level = (high - low).bit_length() - 1
        yield level, low >> level
        low += 1 << level


def root_of(hash_of: HashOf, size: int) -> bytes:
    """The root of the tree of the first so many leaves."""
    return _between(hash_of, 0, size)


def _between(hash_of: HashOf, low: int, high: int) -> bytes:
    return folded([hash_of(level, index) for level, index in peaks(low, high)])


def split(low: int, high: int) -> int:
    """Where the left subtree ends: the largest power of two below the number of leaves."""
    return low + (1 << (high - low - 1).bit_length() - 1)


def inclusion(hash_of: HashOf, index: int, size: int) -> list[bytes]:
    """The proof that a leaf is in the tree of a size, from its sibling up; index from 0."""
    low, high = 0, size
    path = []
    while high - low > 1:
        middle = split(low, high)
        if index < middle:
            path.append(_between(hash_of, middle, high))
            high = middle
        else:
            path.append(_between(hash_of, low, middle))
            low = middle
    return path[::-1]


def consistency(hash_of: HashOf, first: int, second: int) -> list[bytes]:
    """The proof that the tree of one size, at least 1, begins the tree of a second."""
    low, high, whole = 0, second, True
    path = []
    while first != high:
        middle = split(low, high)
        if first <= middle:
            path.append(_between(hash_of, middle, high))
            high = middle
        else:
            path.append(_between(hash_of, low, middle))
            low, whole = middle, False
    if not whole:
        path.append(_between(hash_of, low, high))
    return path[::-1]


def included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether a proof shows that a leaf is in the tree of a size and root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or any(len(step) != LENGTH for step in (leaf, *path)):
        return False
    at, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(step, found)
            at, last = _up(at, last)
        else:
            found = node_hash(found, step)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def consistent(first: int, second: int, path: Sequence[bytes], root: bytes, later: bytes) -> bool:
    """Whether a proof shows that the tree of one size and root begins a later one (RFC 9162,
    2.1.4.2); of an empty tree nothing is shown."""
    if not 0 < first <= second or any(len(step) != LENGTH for step in path):
        return False
    if first == second:
        return not path and root == later
    steps = list(path) if first & (first - 1) else [root, *path]
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    if not steps:
        return False
    early = late = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            early, late = node_hash(step, early), node_hash(step, late)
            at, last = _up(at, last)
        else:
            late = node_hash(late, step)
        at, last = at >> 1, last >> 1
    return last == 0 and early == root and late == later


def _up(at: int, last: int) -> Node:
    """The level on which a node is a right child, or the root."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last
