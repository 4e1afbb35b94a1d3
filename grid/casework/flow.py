"""The table of moves: verb, from, to, whose hand.

Buttons, permission checks, the printed flow page and the exhaustive test all
read this one table; nothing else decides who may do what and when.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Hand:
    """A role *and* whose: held, by an active post, at what the case's attribute `of` names.

    `of` names a place or a department of the case ("desk", "street", "department")
    or a person ("reporter", "blower"): then the hand is that person's own, and
    the role must be among the posts the person holds anywhere.
    """

    role: str
    of: str

    def post(self, case: Any, by: Any, at: Any) -> Any | None:
        """Return the post by which `by` may act on `case` at the moment `at`, or None."""
        posts = [post for post in by.posts_at(at) if post.role == self.role]
        seats = case.seats(self.of) if posts else ()
        return next((post for post in posts if post.seat in seats or ("user", by.pk) in seats), None)


@dataclass(frozen=True)
class Move:
    """One line of the table. `target` None leaves the status as it is; no hands means the clock's only."""

    verb: str
    sources: frozenset[str]
    target: str | None
    hands: tuple[Hand, ...]
    label: Any
    tone: str = "secondary"
    clock: bool = False
    hidden: bool = False
    waits: Any = True
    quiet: bool = False

    @property
    def is_human(self) -> bool:
        return bool(self.hands)


def move(
    verb: str,
    sources: str,
    target: str | None,
    hands: Iterable[Hand] = (),
    *,
    label: Any,
    tone: str = "secondary",
    clock: bool = False,
    hidden: bool = False,
    waits: Any = True,
    quiet: bool = False,
) -> Move:
    """Write one line of a flow: `sources` are the statuses, separated by spaces.

    `clock` lets the clock make the move although people may too; `hidden` keeps the verb off
    the row of buttons (it has a place of its own on the page); `waits` False: nobody's desk
    shows the case because of this verb (it may be done, it need not be); a Q: only while it holds.
    `quiet`: a word beside the work, which makes nobody's open form stale.
    """
    hands = tuple(hands)
    clock = clock or not hands
    return Move(verb, frozenset(sources.split()), target, hands, label, tone, clock, hidden, waits, quiet)


class Flow(Mapping[str, Move]):
    """The moves of one kind of case, by verb, in the order of life."""

    def __init__(self, *moves: Move) -> None:
        self._moves = {each.verb: each for each in moves}
        if len(self._moves) != len(moves):
            raise ValueError("a verb stands twice in one flow")

    def __getitem__(self, verb: str) -> Move:
        return self._moves[verb]

    def __iter__(self) -> Iterator[str]:
        return iter(self._moves)

    def __len__(self) -> int:
        return len(self._moves)

    def human(self) -> list[Move]:
        """The moves that have a button, a URL and a form."""
        return [each for each in self._moves.values() if each.is_human]
