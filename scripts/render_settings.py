"""Writes `docs/reference/settings.md` from the settings classes: `python -m scripts.render_settings`."""

from __future__ import annotations

import sys
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin

import annotated_types
from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

from longhaul.model.settings import EngineSettings, WorkerSettings
from longhaul_api.settings import ApiSettings
from longhaul_worker.llm.settings import LlmSettings
from longhaul_worker.mail.settings import MailSettings
from scripts.rendering import table, write

NAME = "settings.md"

_INTRO = """\
# Settings

Written by `python -m scripts.render_settings` from the settings classes; do not edit it by hand.

Settings are environment variables. A file `.env` in the current directory may hold them too; what the environment
says wins over it. Everything is checked before a process does anything: a process whose settings are wrong names all
of them at once on standard error and exits with status 2. Names that end in `_S` are seconds, in `_BYTES` bytes.
"""

_SECTIONS: tuple[tuple[str, str, type[BaseSettings], type[BaseSettings] | None], ...] = (
    ("Every process", "Read by the API and by workers.", EngineSettings, None),
    ("API", "Read by `python -m longhaul_api`.", ApiSettings, EngineSettings),
    ("Worker", "Read by `python -m longhaul_worker`.", WorkerSettings, EngineSettings),
    ("Language model", "Read by workers. Without a model every task does its work alone.", LlmSettings, None),
    ("Mail", "Read by workers. Without a server, mails become files of their jobs.", MailSettings, None),
)

_NAMES = {
    str: "text",
    SecretStr: "secret",
    int: "whole number",
    float: "number",
    bool: "`1` or `0`",
    tuple: "comma list",
}
_KILOBYTE, _MEGABYTE, _DAY = 1024, 1024 * 1024, 86_400

WEB: Final[tuple[tuple[str, str, str], ...]] = (
    (
        "API_ORIGIN",
        "`http://127.0.0.1:8000`",
        "Where this server finds the API. Read at run time: one build serves any.",
    ),
    ("WEB_AUTH", "`none`", "`none` or `better-auth`: whether people sign in."),
    ("WEB_ORIGIN", "none", "The public address, scheme and host. Needed with `better-auth`."),
    ("MONGODB_URI", "none", "The server with the database of accounts, a replica set. Needed with `better-auth`."),
    ("WEB_AUTH_DATABASE", "`longhaul_auth`", "The database of accounts and sessions."),
    ("BETTER_AUTH_SECRET", "none", "32 characters or more, needed with `better-auth`: signs cookies, encrypts keys."),
    ("WEB_AUTH_ISSUER", "`WEB_ORIGIN`", "The `iss` of tokens, the API's `AUTH_ISSUER`."),
    ("WEB_AUTH_AUDIENCE", "`longhaul`", "The `aud` of tokens, the API's `AUTH_AUDIENCE`."),
    ("WEB_OPERATORS", "none", "Comma list of addresses whose confirmed accounts have the role `operator`."),
    ("WEB_SIGN_UP", "`closed`", "`open` lets anybody make an account."),
    ("WEB_TRUSTED_PROXIES", "none", "Comma list of addresses or networks of the proxies in front."),
    ("HOSTNAME", "`0.0.0.0`", "Where to listen. Many shells and containers set it to the name of the machine."),
    ("PORT", "`3000`", "The port."),
    (
        "KEEP_ALIVE_TIMEOUT",
        "5,000",
        "Milliseconds an idle connection stays: longer than the proxy in front keeps its own, else visitors see 502.",
    ),
)
"""What the web reads: by `apps/web/src/lib/settings.ts`, the last three by Next's server. Name, default, meaning."""

_WEB_INTRO = """\
## Web

Read by `node server.js` of the web. An empty variable counts as unset. More on them is in
[sign-in](../how-to/sign-in.md).
"""

_OUTRO = """\
## Beside the settings classes

| Variable | Default | Read by | Meaning |
| --- | --- | --- | --- |
| `ALLOW_PRIVATE_FETCH` | off | worker | `1` lets handlers fetch private and loopback addresses. For development only. |
| `PROJECT_HOSTS` | none | worker | Comma list of hosts whose repositories may be read beside the usual four. |
| `GITHUB_TOKEN` | none | worker | Lets `candidates.search` ask GitHub more often. |
| `LONGHAUL_DATA` | `.data` | `make up` | Where the embedded mongod keeps its data and the processes their logs. |

`make up` and `make demo` use the database that `MONGODB_URI` names, or start an embedded mongod where it is not set.
They set `MONGODB_DATABASE`, `HOST` and `PORT` of their processes themselves (`make up` takes `PORT` for the API) and
hand on no variable that begins with `LONGHAUL_`; write such settings into `.env`.
"""


def page() -> str:
    """The whole page."""
    parts = [_INTRO]
    for title, intro, model, inherited in _SECTIONS:
        known = inherited.model_fields if inherited is not None else {}
        fields = [(name, field) for name, field in model.model_fields.items() if name not in known]
        rows = [_row(name, field) for name, field in fields]
        parts += [f"## {title}\n\n{intro}\n", table(("Variable", "Default", "Value", "Meaning"), rows), ""]
    web = [(f"`{name}`", default, meaning) for name, default, meaning in WEB]
    parts += [_WEB_INTRO, table(("Variable", "Default", "Meaning"), web), ""]
    return "\n".join([*parts, _OUTRO])


def _row(name: str, field: FieldInfo) -> tuple[str, str, str, str]:
    variable = field.alias or name.upper()
    return f"`{variable}`", _default(variable, field.default), _value(field), field.description or ""


def _default(variable: str, default: Any) -> str:
    match default:
        case None | "" | ():
            return "none"
        case bool():
            return "`1`" if default else "`0`"
        case int() | float():
            number = f"`{default:g}`" if isinstance(default, float) and default < _DAY else f"`{int(default)}`"
            return f"{number}{_in_words(variable, default)}"
        case _:
            return f"`{default}`"


def _in_words(variable: str, default: float) -> str:
    if variable.endswith("_BYTES"):
        unit, name = (_MEGABYTE, "MB") if default >= _MEGABYTE else (_KILOBYTE, "KB")
        return f" ({default / unit:g} {name})"
    if variable.endswith("_S") and default >= _DAY:
        return f" ({default / _DAY:g} days)"
    return ""


def _value(field: FieldInfo) -> str:
    kind: Any = field.annotation
    if get_origin(kind) in {Union, UnionType}:
        (kind,) = (one for one in get_args(kind) if one is not NoneType)
    if get_origin(kind) is tuple:
        kind = tuple
    if get_origin(kind) is Literal:
        return " or ".join(f"`{choice}`" for choice in get_args(kind))
    limits: dict[str, str] = {}
    for limit in field.metadata:
        match limit:
            case annotated_types.Ge():
                limits["from"] = f"from {limit.ge}"
            case annotated_types.Gt():
                limits["from"] = f"above {limit.gt}"
            case annotated_types.Le():
                limits["to"] = f"up to {limit.le}"
            case _:
                pass
    return ", ".join([_NAMES[kind], *(limits[end] for end in ("from", "to") if end in limits)])


def main() -> int:
    """Write the page; the exit status."""
    write(NAME, page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
