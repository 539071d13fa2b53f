"""Puts topics together where there are more of them than questions: what belongs together stays together."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Final

from longhaul_worker.interviews.topics import Topic

MAX_GROUP: Final = 9


def grouped(have: Sequence[Topic], lack: Sequence[Topic], room: int) -> list[list[Topic]]:
    """At most `room` groups of up to nine topics, what the CV shows apart from what it lacks, in the given order.

    Topics of one line of the advert are put together first, then those of one category, then the rest. Where even
    that is not enough, the last topics are left out.
    """
    if not have or not lack:
        return _groups(have or lack, room)
    if room == 1:
        return _groups([*have, *lack], 1)[:1]
    share = round(room * len(have) / (len(have) + len(lack)))
    for_have = min(max(share, 1), room - 1, len(have))
    for_lack = min(room - for_have, len(lack))
    for_have = min(room - for_lack, len(have))
    return [*_groups(have, for_have), *_groups(lack, for_lack)]


def _groups(topics: Sequence[Topic], room: int) -> list[list[Topic]]:
    groups = [[topic] for topic in topics]
    largest = min(MAX_GROUP, -(-len(topics) // max(room, 1)) + 1)
    keys: list[Callable[[Topic], Hashable]] = [_line, _category, _family, _nothing]
    for key in keys:
        if len(groups) <= room:
            return groups
        groups = _merged(groups, key, room, largest)
    if len(groups) <= room:
        return groups
    # Dealt out evenly: what was put together so far still stands side by side.
    ordered = [topic for group in groups for topic in group]
    size = min(MAX_GROUP, -(-len(ordered) // room))
    return [ordered[at : at + size] for at in range(0, len(ordered), size)][:room]


def _merged(groups: list[list[Topic]], key: Callable[[Topic], Hashable], room: int, largest: int) -> list[list[Topic]]:
    """Join groups whose first topics have the same key, the smallest first, until there is room for all."""
    while len(groups) > room:
        pairs = [
            (len(one) + len(other), at, then)
            for at, one in enumerate(groups)
            for then, other in enumerate(groups[at + 1 :], start=at + 1)
            if key(one[0]) == key(other[0]) and len(one) + len(other) <= largest
        ]
        if not pairs:
            break
        _, at, then = min(pairs)
        groups = [*groups[:at], groups[at] + groups[then], *groups[at + 1 : then], *groups[then + 1 :]]
    return groups


def _line(topic: Topic) -> Hashable:
    return topic.line


def _category(topic: Topic) -> Hashable:
    return (topic.category, topic.family) if topic.category else topic


def _family(topic: Topic) -> Hashable:
    return topic.family


def _nothing(_: Topic) -> Hashable:
    return None
