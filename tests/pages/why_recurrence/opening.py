"""What the tests of the chapter share: its place, and reading its pieces of HTML."""

from tests.visitor import Visitor

PAGE = "why-recurrence"


def pieces_with(visitor: Visitor, sign: str) -> list[str]:
    return [piece for piece in visitor.html if sign in piece]
