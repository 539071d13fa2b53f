"""A page that shows what was changed in a CV, and why."""

from __future__ import annotations

import difflib
import html
from typing import Any, Final

from career.resume import Resume
from career.tasks.optimize import Change
from longhaul_worker.typesetting.sheet import sheet_of

_STYLE: Final = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c2733}"
    "del{background:#fde2e0;text-decoration-color:#b3403a}ins{background:#dff3e3;text-decoration:none}"
    "pre{white-space:pre-wrap;font:inherit}li{margin:.5rem 0}.why{color:#5b6875}h1{font-size:1.4rem}"
    "h2{font-size:1.1rem;margin-top:2rem}"
)
_NAMES: Final = {
    "reorder": "Moved",
    "select": "Left out",
    "rephrase": "Reworded",
    "rename_skill": "Spelled as in the advert",
    "headline": "Headline",
}


def diff_page(original: Resume, tailored: Resume, changes: list[Change], gaps: list[str], title: str) -> str:
    """HTML without scripts: each change with its reason, what the CV has no evidence of, and the two texts compared."""
    listed = "".join(
        f"<li><strong>{_NAMES[change.op]}</strong> <code>{_safe(change.path)}</code> "
        f'<span class="why">{_safe(change.reason)}</span><br>{_both(change)}</li>'
        for change in changes
    )
    missing = "".join(f"<li>The advert asks for {_safe(gap)}; nothing in the CV shows it.</li>" for gap in gaps)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{_safe(title)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{_safe(title)}</h1>"
        f"<h2>{len(changes)} changes</h2><ol>{listed}</ol>"
        + (f"<h2>Without evidence</h2><ul>{missing}</ul>" if missing else "")
        + f"<h2>The whole text</h2><pre>{_compared(_lines(original), _lines(tailored))}</pre></body></html>\n"
    )


def _both(change: Change) -> str:
    if change.op == "reorder":
        return f"<ins>{_listed(change.after)}</ins>"
    if change.op == "select":
        kept = list(change.after)
        gone = [text for text in change.before if text not in kept or kept.remove(text)]
        return f"<del>{_listed(gone)}</del>"
    return f"<del>{_safe(str(change.before or ''))}</del> <ins>{_safe(str(change.after))}</ins>"


def _listed(texts: Any) -> str:
    return "<br>".join(_safe(str(text)) for text in texts)


def _compared(before: list[str], after: list[str]) -> str:
    shown: list[str] = []
    for line in difflib.ndiff(before, after):
        mark, text = line[:2], _safe(line[2:])
        if mark == "- ":
            shown.append(f"<del>{text}</del>")
        elif mark == "+ ":
            shown.append(f"<ins>{text}</ins>")
        elif mark == "  ":
            shown.append(text)
    return "\n".join(shown)


def _lines(resume: Resume) -> list[str]:
    sheet = sheet_of(resume)
    lines = [sheet.name, sheet.headline, *(contact.text for row in sheet.contacts for contact in row)]
    for section in sheet.sections:
        lines += ["", section.heading, *section.paragraphs]
        for entry in section.entries:
            heads = (entry.left, entry.below_left, entry.below_right, entry.right)
            lines += [", ".join(part for part in heads if part), entry.text]
            lines += [f"• {point}" for point in entry.points]
        lines += [f"{group.label}: {group.text}" if group.label else group.text for group in section.groups]
        lines += [f"• {line}" for line in section.lines]
    return [line for line in lines if line or not line.strip()]


def _safe(text: str) -> str:
    return html.escape(text)
