"""How much a template may make its filling cost: a budget of units, spent before the work is done, without a clock.

One unit is about a character of XML, or a hundredth of a microsecond. A loop pays for all its rounds when it is
entered, so that a round costs nothing to count. What is refused on one machine is refused on every other.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from decimal import Decimal
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Undefined

UNITS = 60_000_000  # some 10,000 table rows of ten cells; in the worst case a second or two, and 500 MB
ITEM = 20  # what touching an item, a node of an expression or an iteration costs
SHORT = 100  # a value up to this length is paid for by the loop in which it stands
MOST_ITEMS = 100_000  # of a list that the template makes itself
CALL = 1_000  # of a macro, or of a loop by itself
MOST_BITS = 512  # of a whole number
_CONTAINERS = (list, tuple, set, frozenset, Mapping)
_FLAT = frozenset({int, float, bool, type(None), Decimal})


class TooMuch(Exception):
    """A template that asks for more than its budget holds."""


class Work:
    """What is left of one document's budget."""

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = UNITS

    def spend(self, units: int) -> None:
        self.left -= units
        if self.left < 0:
            raise TooMuch


_WORK: ContextVar[Work] = ContextVar("work")


def begin() -> None:
    """A new budget for what this thread fills next."""
    _WORK.set(Work())


def spend(units: int) -> None:
    _WORK.get().spend(units)


def size(value: object) -> int:
    """The characters and items in a value, those that stand in several places as often; `TooMuch` for a great many.

    Lists within lists, each of which holds another twice, double with each level: comparing them would never end.
    """
    total, inner, waiting = 0, 0, [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            total += len(one)
        elif isinstance(one, _CONTAINERS):
            total, inner = total + len(one), inner + 1
            items = itertools.chain(one.keys(), one.values()) if isinstance(one, Mapping) else one
            kinds = {object} if isinstance(one, Mapping) else set(map(type, one))
            if kinds == {str}:
                total += sum(map(len, one))
            elif not kinds <= _FLAT:
                waiting.extend(items)
        if inner + len(waiting) > MOST_ITEMS:
            raise TooMuch
    return total


def weigh(value: Any) -> Any:
    """The value itself, paid for by its size: what is compared, searched, cut or put into another."""
    if isinstance(value, str):
        spend(ITEM + len(value))
    elif isinstance(value, _CONTAINERS):
        spend(ITEM + 4 * size(value))
    return value


@pass_context
def counted(_: object, value: Any, weight: int) -> Any:
    """What a loop goes through, paid for at `weight` a round; `pass_context` keeps it from being settled beforehand."""
    held = _held(value)
    spend(weight * (len(held) + 1))
    return held


@pass_context
def charge(_: object, weight: int) -> str:
    """Nothing, paid for: what a macro or a loop that calls itself does at each call."""
    spend(CALL + weight)
    return ""


def _held(value: Any) -> Any:
    """The value where it knows its length, else (a generator) all its items."""
    if hasattr(value, "__len__"):
        return value
    items = list(itertools.islice(value, MOST_ITEMS + 1))
    if len(items) > MOST_ITEMS:
        raise TooMuch
    return items


def bounded(kept: Callable[..., Any], *, compares: bool = False) -> Callable[..., Any]:
    """A filter of Jinja2's over lists that pays for its items first, and for all within them where it `compares`."""
    at = 0 if getattr(kept, "jinja_pass_arg", None) is None else 1

    @functools.wraps(kept)
    def run(*given: Any, **named: Any) -> Any:
        first = given[at]
        if not isinstance(first, Undefined) and (hasattr(first, "__len__") or hasattr(first, "__iter__")):
            first = _held(first)
            arguments = sum(size(one) for one in (*given[at + 1 :], *named.values()))
            spend(ITEM * (len(first) + 1) * (1 + arguments) + (16 * size(first) if compares else 0))
        return kept(*given[:at], first, *given[at + 1 :], **named)

    return run


def chunks(kept: Callable[..., Any]) -> Callable[..., Any]:
    """`batch` and `slice`, whose number of lists, or of blanks to fill the last, the template chooses."""

    def run(value: Any, number: int, fill_with: Any = None) -> Any:
        if not isinstance(number, int) or not 0 < number <= MOST_ITEMS:
            raise TooMuch
        held = _held(value)
        spend(ITEM * (len(held) + number))
        return list(kept(held, number, fill_with))

    return run


def rounded(kept: Callable[..., Any]) -> Callable[..., Any]:
    """`round`, without powers of ten that never end."""

    def run(value: Any, precision: int = 0, method: str = "common") -> Any:
        if not isinstance(precision, int) or abs(precision) > ITEM or _huge(value):
            raise TooMuch
        return kept(value, precision, method)

    return run


def summed(kept: Callable[..., Any]) -> Callable[..., Any]:
    """`sum`, of numbers alone: lists would grow."""

    @functools.wraps(kept)
    def run(environment: Any, iterable: Any, attribute: Any = None, start: Any = 0) -> Any:
        held = _held(iterable)
        spend(ITEM * (len(held) + 1))
        if not isinstance(start, (int, float, Decimal)):
            raise TooMuch
        return _small(kept(environment, held, attribute, start))

    return run


def numbers(*bounds: int) -> range:
    """`range`, of at most `MOST_ITEMS` numbers."""
    found = range(*bounds)
    if (found.stop - found.start) // found.step > MOST_ITEMS or any(_huge(bound) for bound in bounds):
        raise TooMuch
    return found


def operate(operator: str, left: Any, right: Any, calculate: Callable[[Any, Any], Any]) -> Any:
    """`left operator right`, where neither grows beyond bounds: numbers by their digits, texts and lists by length."""
    if operator == "+" and isinstance(left, (str, list, tuple)):
        if not isinstance(left, str) and size([left, right]) > MOST_ITEMS:
            raise TooMuch
        spend(ITEM * (1 + size([left, right])))
    elif isinstance(left, int) and isinstance(right, int) and left.bit_length() + right.bit_length() > MOST_BITS:
        raise TooMuch
    return _small(calculate(left, right))


def _huge(value: object) -> bool:
    return isinstance(value, int) and value.bit_length() > MOST_BITS


def _small(value: Any) -> Any:
    if _huge(value):
        raise TooMuch
    return value
