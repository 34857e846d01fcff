"""`afterword preview EVENT --html FILE`: the notes on a page of its own, as a mail program would show them."""

from __future__ import annotations

import html
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from daemon.domain.errors import UsageError
from daemon.domain.item import Draft, Mailbox, Reminder
from daemon.domain.text import visible

#: Nothing is run and nothing is fetched, whatever stands in an invitation.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

_STYLE = """
:root { color-scheme: light dark; --edge: #8886; --quiet: #777; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 76rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin: 2.5rem 0 0; }
.when { color: var(--quiet); margin: 0 0 .6rem; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
.mail, .text, .reminder { border: 1px solid var(--edge); border-radius: 6px; overflow: hidden; }
.reminder { max-width: 46rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .8rem; margin: 0; padding: .7rem 1rem;
  border-bottom: 1px solid var(--edge); }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
.body { padding: .2rem 1rem; overflow-wrap: anywhere; }
pre { font: 14px/1.5 ui-monospace, monospace; margin: 0; padding: .9rem 1rem; white-space: pre-wrap;
  overflow-wrap: anywhere; }
@media (max-width: 60rem) { .pair { grid-template-columns: 1fr; } }
""".strip()


@dataclass(frozen=True, slots=True)
class Shown:
    """A note or reminder for the page, with whom it is for or what it is, and how it stands."""

    title: str
    when: str
    what: Draft | Reminder


def page(title: str, when: str, shown: Sequence[Shown], remark: str = "") -> str:
    """Give the page about the event called *title* as one HTML document; *remark* stands above all."""
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{_line(title)}</title><style>{_STYLE}</style></head><body>",
        f'<h1>{_line(title)}</h1><p class="when">{_line(when)}</p>',
        *([f"<p>{_line(remark)}</p>"] if remark else []),
    ]
    for one in shown:
        parts.append(f'<section><h2>{_line(one.title)}</h2><p class="when">{_line(one.when)}</p>')
        parts.append(_note(one.what) if isinstance(one.what, Draft) else _reminder(one.what))
        parts.append("</section>")
    parts.append("</body></html>")
    return "\n".join(parts) + "\n"


def header(draft: Draft) -> tuple[tuple[str, str], ...]:
    """Give the fields of a note's header, with what a person reads in them."""
    to = ", ".join(map(_mailbox, draft.to)) or "(no address is known; fill it in before you send)"
    return ("From", _mailbox(draft.sender)), ("To", to), ("Subject", draft.subject)


def write_page(path: Path, text: str) -> None:
    """
    Write the page to *path*, for the person alone (0600), in the place of what is there.

    Raises:
        UsageError: It cannot be written there.
    """
    from integrations import atomic

    place = Path(os.path.realpath(path))
    if os.path.lexists(place) and not place.is_file():
        raise UsageError(f"{path} is no ordinary file; name another with --html.")
    try:
        atomic.write_over(place, text.encode("utf-8", "replace"), scratch=place.with_name(f".{place.name}.tmp"))
    except OSError as error:
        why = (error.strerror or "it does not work").lower()
        raise UsageError(f"{path} cannot be written: {why}. Name another file with --html.") from error


def _note(draft: Draft) -> str:
    fields = "".join(f"<dt>{name}</dt><dd>{_line(value)}</dd>" for name, value in header(draft))
    text = f"<pre>{html.escape(draft.text)}</pre>"
    # The part in HTML is made by us from the plain text, escaped (`draft_words.as_html`).
    body = f'<div class="body">{draft.html}</div>' if draft.html else text
    return (
        f'<div class="pair"><article class="mail"><dl>{fields}</dl>{body}</article><div class="text">{text}</div></div>'
    )


def _reminder(reminder: Reminder) -> str:
    fields = f"<dt>Title</dt><dd>{_line(reminder.title)}</dd>"
    if reminder.location:
        fields += f"<dt>Where</dt><dd>{_line(reminder.location)}</dd>"
    return f'<article class="reminder"><dl>{fields}</dl><pre>{html.escape(reminder.description)}</pre></article>'


def _mailbox(one: Mailbox) -> str:
    return f"{one.name} <{one.email}>" if one.name else one.email


def _line(text: str) -> str:
    return html.escape(" ".join(visible(text).split()))
