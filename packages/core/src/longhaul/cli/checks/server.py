"""Is the server one that Longhaul can work with: version, deployment, majority, clocks, TTL monitor, space."""

from __future__ import annotations

import re
from typing import Final

from longhaul.cli.checks.finding import Check, Finding, Level
from longhaul.cli.output import duration, size
from longhaul.model.errors import StoreMisconfigured
from longhaul.mongo.index_state import index_states
from longhaul.mongo.overdue import COUNTED, EXPIRING
from longhaul.runtime import OperatorRuntime

_SLOW_S: Final = 0.1
_SLOW_WRITE_S: Final = 0.5
_SKEW_S: Final = 2.0
_OLDEST: Final = (6, 0)
_NEWEST: Final = 8
_DISK_WARN: Final = 0.9
_DISK_FAIL: Final = 0.95
_OVERDUE_WARN_S: Final = 600.0
_OVERDUE_FAIL_S: Final = 7200.0


async def connects(runtime: OperatorRuntime) -> Finding:
    """A second answer, since the first one has the connecting in it."""
    first = await runtime.server.greeting()
    again = await runtime.server.greeting()
    facts = {"connect_s": round(first.took_s, 4), "answer_s": round(again.took_s, 4)}
    found = f"answers in {duration(again.took_s)} (connected in {duration(first.took_s)})"
    if again.took_s > _SLOW_S:
        return Finding("warn", found, "every claim and event waits for it: run it nearer to the database", facts)
    return Finding("ok", found, facts=facts)


async def version(runtime: OperatorRuntime) -> Finding:
    """6.0 to 8.x."""
    text = await runtime.server.version()
    match = re.match(r"(\d+)\.(\d+)", text)
    major, minor = (int(match[1]), int(match[2])) if match is not None else (0, 0)
    facts = {"version": text}
    if (major, minor) < _OLDEST:
        return Finding("fail", f"MongoDB {text}", "Longhaul needs 6.0 or later: upgrade the server", facts)
    if major > _NEWEST:
        return Finding("warn", f"MongoDB {text}", f"newer than {_NEWEST}.x, which nobody has tried Longhaul on", facts)
    return Finding("ok", f"MongoDB {text}", facts=facts)


async def deployment(runtime: OperatorRuntime) -> Finding:
    """A replica set with change streams; a standalone works by polling."""
    greeting = await runtime.server.greeting()
    has_streams = await runtime.server.has_change_streams()
    facts = {"replica_set": greeting.replica_set, "router": greeting.is_router, "change_streams": has_streams}
    kind = "a sharded cluster" if greeting.is_router else f"replica set {greeting.replica_set}"
    if greeting.replica_set is None and not greeting.is_router:
        advice = "processes poll, and a write is lost with its disk: use a replica set in production"
        return Finding("warn", "a standalone, without change streams", advice, facts)
    if not has_streams:
        advice = "processes poll instead: grant changeStream (readWrite has it), or expect waits of up to a second"
        return Finding("warn", f"{kind}, no change streams for this user", advice, facts)
    return Finding("ok", f"{kind}, change streams work", facts=facts)


async def majority(runtime: OperatorRuntime) -> Finding:
    """A write that changes nothing and waits for the majority."""
    try:
        took_s = await runtime.server.majority_write_s()
    except StoreMisconfigured as error:
        return Finding("fail", f"this user may not write: {error}", "API and workers need the role readWrite")
    facts = {"write_s": round(took_s, 4)}
    if took_s > _SLOW_WRITE_S:
        return Finding("warn", f"takes {duration(took_s)}", "look at the replication lag of the secondaries", facts)
    return Finding("ok", f"confirmed in {duration(took_s)}", facts=facts)


async def clocks(runtime: OperatorRuntime) -> Finding:
    """Only for reading logs: Longhaul takes all times from the server."""
    ahead_s = (await runtime.server.greeting()).ahead_s
    facts = {"ahead_s": round(ahead_s, 3)}
    if abs(ahead_s) > _SKEW_S:
        way = "ahead of" if ahead_s > 0 else "behind"
        advice = "jobs are not affected, their times are the server's; but logs of this machine will not match them"
        return Finding("warn", f"this machine is {duration(abs(ahead_s))} {way} the server", advice, facts)
    return Finding("ok", f"within {duration(max(0.001, abs(ahead_s)))} of the server's", facts=facts)


async def indexes(runtime: OperatorRuntime) -> Finding:
    """As `longhaul indexes check`."""
    states = await index_states(runtime.core.database)
    by_verdict = {
        verdict: [f"{one.collection}.{one.name}" for one in states if one.verdict == verdict]
        for verdict in ("missing", "different", "extra")
    }
    if by_verdict["missing"]:
        return Finding(
            "fail", f"missing: {_some(by_verdict['missing'])}", "run: longhaul indexes build", dict(by_verdict)
        )
    if by_verdict["different"]:
        found = f"defined otherwise: {_some(by_verdict['different'])}"
        return Finding("fail", found, "see: longhaul indexes check", dict(by_verdict))
    extra = f", and others: {_some(by_verdict['extra'])}" if by_verdict["extra"] else ""
    known = sum(one.verdict == "ok" for one in states)
    return Finding("ok", f"all {known} are there{extra}", facts=dict(by_verdict))


async def ttl_monitor(runtime: OperatorRuntime) -> Finding:
    """Told by the server where it may be asked, and by what it should have deleted long ago."""
    told: list[str] = []
    is_on: bool | None = None
    passes: int | None = None
    try:
        is_on = await runtime.server.ttl_is_on()
        told.append("on" if is_on else "switched off")
    except StoreMisconfigured:
        pass
    try:
        passes = (await runtime.server.counters()).ttl_passes
        told += [f"passes since the server started: {passes:,}"] if passes is not None else []
    except StoreMisconfigured:
        pass
    late = {name: await runtime.overdue.expired(name, older_than_s=_OVERDUE_WARN_S) for name in EXPIRING}
    overdue = {name: one for name, one in late.items() if one.count}
    facts = {"enabled": is_on, "passes": passes, "overdue": {name: one.count for name, one in late.items()}}
    words = [
        f"{one.count:,}{'+' if one.count >= COUNTED else ''} in {name} should be gone since {duration(one.oldest_s)}"
        for name, one in overdue.items()
    ]
    level: Level = "ok"
    if is_on is False or any(one.oldest_s > _OVERDUE_FAIL_S for one in overdue.values()):
        level = "fail"
    elif overdue:
        level = "warn"
    advice = (
        None if level == "ok" else "nothing expired is deleted: setParameter ttlMonitorEnabled true, on the primary"
    )
    if level == "ok" and not told:
        told.append("nothing is overdue (the server does not tell more)")
    return Finding(level, "; ".join([*told, *words]), advice, facts)


async def storage(runtime: OperatorRuntime) -> Finding:
    """What this database takes, beside the disk."""
    sizes = await runtime.server.sizes()
    facts = {
        "data_bytes": sizes.data,
        "storage_bytes": sizes.storage,
        "index_bytes": sizes.indexes,
        "disk_used_bytes": sizes.disk_used,
        "disk_total_bytes": sizes.disk_total,
    }
    found = f"{size(sizes.data)} of data, {size(sizes.storage)} stored and {size(sizes.indexes)} of indexes"
    if not sizes.disk_total or sizes.disk_used is None:
        return Finding("ok", found, facts=facts)
    share = sizes.disk_used / sizes.disk_total
    found = f"{found}; the disk of {size(sizes.disk_total)} is {share:.0%} full"
    if share > _DISK_WARN:
        level: Level = "fail" if share > _DISK_FAIL else "warn"
        return Finding(level, found, "a full disk takes no writes: make room, or shorten retention", facts)
    return Finding("ok", found, facts=facts)


def _some(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


CONNECTS: Final = Check("connection", connects)
SERVER_CHECKS: Final = (
    Check("server version", version),
    Check("deployment", deployment),
    Check("majority writes", majority),
    Check("clock", clocks),
    Check("indexes", indexes),
    Check("TTL monitor", ttl_monitor),
    Check("storage", storage),
)
