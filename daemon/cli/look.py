"""Commands that only look: `plan`, `interviews`, `suggest`. They read the calendars themselves."""

from __future__ import annotations

import click

from daemon.cli.documents import intent_document, interview_document, iso
from daemon.cli.output import Cell, Styled, print_json, screen
from daemon.cli.shell import Shell, account_option, json_option, pass_shell
from daemon.cli.trouble import tell_trouble, worst
from daemon.cli.views import Rows, plan_rows, titles_of
from daemon.cli.words import day_in_words, listed, span_in_words
from daemon.domain.interview import Interview
from daemon.domain.text import TITLE_LIMIT, one_line


@click.command()
@account_option
@json_option
@pass_shell
def plan(shell: Shell, account: str | None, as_json: bool) -> int:
    """Show everything that is owed, with when and why."""
    documents: list[object] = []
    statuses = []
    page = screen()
    with shell.looking() as app:
        engines = app.engines(account)
        for engine in engines:
            sight = engine.look()
            intents = sorted(engine.plan(sight).intents, key=lambda one: (one.due, not one.kind.is_draft, one.key))
            titles = titles_of(sight.interviews)
            zone = engine.account.policy.zone
            statuses.append(tell_trouble(sight))
            if as_json:
                documents += [intent_document(intent, engine.name, titles, zone) for intent in intents]
                continue
            if len(engines) > 1:
                page.heading(engine.name)
            if not intents:
                page.line("Nothing is owed: all that is due is there, and no interview is coming up.")
            page.table(*plan_rows(intents, titles, zone, shell.now()))
    if as_json:
        print_json({"items": documents})
    return worst(statuses)


@click.command()
@account_option
@json_option
@pass_shell
def interviews(shell: Shell, account: str | None, as_json: bool) -> int:
    """Show the interviews in sight, and what was read from each."""
    documents: list[object] = []
    statuses = []
    page = screen()
    with shell.looking() as app:
        engines = app.engines(account)
        for engine in engines:
            sight = engine.look()
            zone = engine.account.policy.zone
            found = sorted(
                (sight.interviews[identity] for identity in sight.in_sight), key=lambda one: (one.start, one.identity)
            )
            statuses.append(tell_trouble(sight))
            if as_json:
                documents += [interview_document(one, zone) for one in found]
                continue
            if len(engines) > 1:
                page.heading(engine.name)
            if not found:
                tag = engine.account.tags.hashtag
                page.line(
                    f"No interview is in sight. Put #{tag} into an event's title or description, or see `afterword "
                    "suggest`."
                )
            now = shell.now()
            rows: Rows = []
            for one in found:
                when = span_in_words(one.start, one.end, zone, now, all_day=one.all_day)
                remarks = "; ".join(_remarks(one, day_in_words(one.decision_by, now.date()) if one.decision_by else ""))
                rows.append([when, one.title, one.company, one.role, _people(one), Styled(remarks, "quiet")])
            page.table(["When", "Interview", "Company", "Role", "Interviewers", "Noted"], rows)
    if as_json:
        print_json({"interviews": documents})
    return worst(statuses)


def _people(one: Interview) -> Cell:
    if not one.interviewers:
        return Styled("nobody known", "quiet")
    return listed([person.name or person.email for person in one.interviewers])


def _remarks(one: Interview, decision: str) -> list[str]:
    """What else was read, in few words each."""
    return [
        *([f"outcome: {one.told.outcome}"] if one.told and one.told.outcome else []),
        *([f"they decide by {decision}"] if decision else []),
        *([f"notes: {', '.join(one.notes)}"] if one.notes else []),
        *([f"no thanks: {one.no_thanks}"] if one.no_thanks else []),
    ]


@click.command()
@account_option
@json_option
@pass_shell
def suggest(shell: Shell, account: str | None, as_json: bool) -> int:
    """
    List untagged events that look like interviews.

    Nothing is made for them unless you tag them: `afterword tag EVENT`, or the hashtag in the event itself.
    """
    from daemon.domain.suggestion import suggest as looks_like_one

    documents: list[object] = []
    statuses = []
    page = screen()
    with shell.looking() as app:
        engines = app.engines(account)
        for engine in engines:
            sight = engine.look(everything=True)
            zone = engine.account.policy.zone
            statuses.append(tell_trouble(sight))
            now = shell.now()
            rows: Rows = []
            for other in sorted(sight.others, key=lambda one: (one.start, one.identity)):
                reason = looks_like_one(other, engine.account)
                if not reason:
                    continue
                title = one_line(other.title, TITLE_LIMIT)
                documents.append(
                    {
                        "account": engine.name,
                        "event": other.event,
                        "calendar": other.calendar,
                        "title": title,
                        "start": iso(other.start, zone),
                        "end": iso(other.end, zone),
                        "reason": reason,
                    }
                )
                when = span_in_words(other.start, other.end, zone, now, all_day=other.all_day)
                rows.append([when, title, Styled(reason, "quiet"), other.event])
            if as_json:
                continue
            if len(engines) > 1:
                page.heading(engine.name)
            page.table(["When", "Event", "Why", "Id"], rows)
            if not rows:
                page.line("No untagged event in sight looks like an interview.")
            else:
                page.line("")
                page.line("If one is an interview: afterword tag EVENT, with a part of its title or its id.")
    if as_json:
        print_json({"suggestions": documents})
    return worst(statuses)
