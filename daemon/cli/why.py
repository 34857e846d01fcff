"""`afterword why`: what was read from an event by which rule, and what follows from it or why nothing does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

import click

from daemon.cli.applications import name_of
from daemon.cli.documents import Document, iso, iso_or_null, items_with_planned, state_of
from daemon.cli.event import Subject, nothing_fits, resolve, subjects
from daemon.cli.output import Screen, Styled, print_json, screen
from daemon.cli.preview import NO_THANKS, owed_notes
from daemon.cli.shell import Shell, account_option, event_argument, json_option, pass_shell
from daemon.cli.trouble import tell_trouble
from daemon.cli.words import KIND_WORDS, STATE_WORDS, moment_in_words, sentence
from daemon.domain.afterwards import OF_AN_APPLICATION
from daemon.domain.application import Application, applications
from daemon.domain.basis import Basis
from daemon.domain.interview import Evidence, Interview, Standing
from daemon.domain.item import Action, Item, Kind, State
from daemon.domain.owed import Owed
from daemon.domain.planning import Intent
from daemon.domain.rules import owed_for
from daemon.domain.superseded import superseded_in
from daemon.domain.together import why_apart, why_together
from daemon.domain.tombstone import tombstone
from daemon.engine.observe import Sight


@dataclass(frozen=True, slots=True)
class Explained:
    """One item of an event, as it stands, with what will be done about it and why."""

    item: Item
    #: Why it is owed, or why it is changed or taken back; "" where the rules do not ask for it any more.
    reason: str
    intent: Intent | None


@dataclass(frozen=True, slots=True)
class Answer:
    """All that is to be said about an event."""

    subject: Subject
    items: Sequence[Explained]
    #: What somebody may expect and that is not made, with the reason; no kind stands for everything.
    declined: Sequence[tuple[Kind | None, str]]
    #: For an event that is no interview: why it looks like one, or "".
    suggestion: str = ""
    #: The slot by which the interview was perhaps superseded.
    perhaps_superseded_by: Interview | None = None
    #: What was read, and which application follows from it.
    evidence: Sequence[Evidence] = ()


@click.command()
@event_argument
@account_option
@json_option
@pass_shell
def why(shell: Shell, event: str, account: str | None, as_json: bool) -> int:
    """
    Explain what was read from an event, and what follows.

    Each reading is told with its rule; each note and reminder with its reason; and where there is none, why not.
    """
    now = shell.now()
    with shell.looking() as app:
        engines = app.engines(account)
        sights = {engine: engine.look(everything=True) for engine in engines}
        status = max(tell_trouble(sight) for sight in sights.values())
        subject = resolve(event, [one for engine, sight in sights.items() for one in subjects(engine, sight)], now)
        if subject is None:
            raise nothing_fits(event)
        answer = _explain(subject, sights[subject.engine], now)
    if as_json:
        print_json(_document(answer))
    else:
        _show(screen(), answer, now)
    return status


def _explain(subject: Subject, sight: Sight, now: datetime) -> Answer:
    one = subject.interview
    if one is None:
        from daemon.domain.suggestion import suggest

        assert subject.occurrence is not None
        return Answer(
            subject,
            (),
            [(None, _why_no_interview(subject))],
            suggest(subject.occurrence, subject.engine.account) or "",
        )
    engine = subject.engine
    memory = engine.recall()
    if one.identity not in sight.interviews:
        return Answer(subject, (), [(None, NO_THANKS[one.standing])], evidence=one.evidence)
    plan = engine.plan(sight)
    # What the rules ask for at all, made or not: the reason of what was made is not written down anywhere.
    basis = Basis(engine.account, memory.items, now, sight.busy)
    groups = applications(sight.interviews.values(), engine.account.policy.zone)
    application = next(group for group in groups if one in group.rounds)
    reasons = {owed.key: owed.reason for owed in owed_for(basis, application) if isinstance(owed, Owed)}
    notes = {owed.key for owed in owed_notes(engine, sight, one, now) if isinstance(owed, Owed)}
    intents = {intent.key: intent for intent in plan.intents}
    items = [
        Explained(
            item,
            intents[item.key].reason if item.key in intents else reasons.get(item.key, ""),
            intents.get(item.key),
        )
        for item in items_with_planned(memory.items.values(), plan, engine.name)
        if item.identity == one.identity
        or item.key in notes
        # There is one of these for all rounds together, whichever it hangs on.
        or (item.kind in OF_AN_APPLICATION and any(item.identity == round_.identity for round_ in application.rounds))
    ]
    declined = [(said.kind, said.reason) for said in plan.declined if said.interview.identity == one.identity]
    if not one.takes_place:
        declined.insert(0, (None, NO_THANKS[one.standing]))
    newer = superseded_in(application, engine.account.policy.zone).get(one.identity)
    return Answer(
        subject,
        items,
        list(dict.fromkeys(declined)),
        perhaps_superseded_by=newer,
        evidence=(*one.evidence, *_about_application(application, groups, one, engine.account.policy.zone)),
    )


def _about_application(
    application: Application, groups: Sequence[Application], one: Interview, zone: tzinfo
) -> Iterator[Evidence]:
    """Tell which application *one* is a round of and why, what is another, and what was said of it by a command."""
    place = application.rounds.index(one) + 1
    reason = why_together(application)[one.identity] or "the first with this company and role"
    yield Evidence("application", f"round {place} of {len(application.rounds)}: {name_of(application)}", reason)
    mend = "if that is wrong, write lines `company:` or `role:` into the events"
    yield from (Evidence("application", "", f"{apart}; {mend}") for apart in why_apart(application, groups, zone))
    if one.word is not None:
        said = "closed" if one.word.closes else one.word.outcome or "none"
        command = "afterword close" if one.word.closes else "afterword outcome"
        yield Evidence("outcome", said, f"you said so on {one.word.at.astimezone(zone).date()}: `{command}`")
    if application.told is not None and application.told is not one:
        said = "closed" if application.is_closed else application.outcome or ""
        yield Evidence("outcome", said, f"said of another round: {application.told.title}")


def _is_told(kind: Kind | None, items: Sequence[Explained]) -> bool:
    """Say whether the items themselves tell why there is none of *kind*: it is the person's, or was taken back."""
    return any(one.item.kind is kind and (one.item.state is State.YOURS or one.item.is_final) for one in items)


def _why_no_interview(subject: Subject) -> str:
    if subject.engine.recall().tags.get(subject.identity) is False:
        return "you said `afterword untag`"
    if tombstone(subject.engine.name, subject.identity) in subject.engine.recall().forgotten:
        return "you had it forgotten, or it was long over (`privacy.keep_days`)"
    return f"it carries no tag, such as #{subject.engine.account.tags.hashtag}"


def _show(page: Screen, answer: Answer, now: datetime) -> None:
    subject = answer.subject
    zone = subject.engine.account.policy.zone
    page.line(f"{subject.title}, {moment_in_words(subject.start, zone, now)}", "strong")
    page.line(f"Id: {subject.event}", "quiet")
    one = subject.interview
    if one is None:
        page.line(f"This is no interview: {answer.declined[0][1]}.")
        if answer.suggestion:
            page.line(sentence(f"it looks like one, though: {answer.suggestion}"))
        page.line(f"If it is one: afterword tag '{subject.title}'")
        return
    if answer.evidence:
        page.heading("What was read")
        page.table(
            ["What", "Read", "Because of"],
            [[found.about, found.value or Styled("nothing", "quiet"), found.rule] for found in answer.evidence],
        )
    page.heading("What follows")
    if newer := answer.perhaps_superseded_by:
        from daemon.domain.reminder_words import title_of

        which = f"'{title_of(newer)}' on {moment_in_words(newer.start, zone, now)}"
        page.line(f"This slot was perhaps superseded by {which}: same title, people and join link.")
        page.line(
            "A note is written all the same. Throw it away if you do not speak until then. "
            "Delete the old event and this is not said again."
        )
    rows = []
    for told in answer.items:
        item = told.item
        state = state_of(item)
        when = moment_in_words(item.due, zone, now)
        to = f" to {', '.join(item.to)}" if item.to else ""
        rows.append([when, f"{KIND_WORDS[item.kind]}{to}", STATE_WORDS[state], _because(told, now)])
    page.table(["When", "What", "State", "Because"], rows)
    for kind, reason in answer.declined:
        if _is_told(kind, answer.items):
            continue
        page.line(f"{KIND_WORDS[kind] if kind else 'Nothing is made'}: {'no, ' if kind else ''}{reason}.")
    if not rows and not answer.declined:
        page.line("Nothing is owed for it any more.")


def _because(told: Explained, now: datetime) -> str:
    """Give the reason of an item, and what still holds it up."""
    item, intent = told.item, told.intent
    parts = [sentence(told.reason)]
    if item.error and item.error not in item.late_because:
        parts.append(f"The last try failed: {item.error}")
    if item.state is State.YOURS:
        parts = ["You edited, moved, sent or deleted it, so it is left alone."]
    if item.is_final:
        parts = ["You took it back, so it is not made again."]
    if intent is not None and intent.waits_for:
        parts = [f"Waits for {intent.waits_for}."]
    elif intent is not None and intent.action is not Action.CREATE:
        parts.append("It is taken back" if intent.action is Action.REMOVE else "It is changed")
        parts[-1] += " with the next pass." if intent.is_ready(now) else " later."
    if item.is_late:
        parts.append(f"It is late. {item.late_because}".strip())
    return " ".join(part for part in parts if part)


def _document(answer: Answer) -> Document:
    subject = answer.subject
    zone = subject.engine.account.policy.zone
    one = subject.interview
    return {
        "account": subject.engine.name,
        "event": subject.event,
        "title": subject.title,
        "start": iso(subject.start, zone),
        "is_interview": one is not None and one.takes_place,
        "standing": (one.standing if one else Standing.UNTAGGED).value,
        "tagged_by": (one.tagged_by or None) if one else None,
        "suggestion": answer.suggestion or None,
        "perhaps_superseded_by": answer.perhaps_superseded_by.event if answer.perhaps_superseded_by else None,
        "evidence": [
            {"about": found.about, "value": found.value or None, "rule": found.rule} for found in answer.evidence
        ],
        "items": [
            {
                "key": told.item.key,
                "kind": told.item.kind.value,
                "to": list(told.item.to),
                "state": state_of(told.item).value,
                "due": iso(told.item.due, zone),
                "made_at": iso_or_null(told.item.made_at, zone),
                "link": told.item.link or None,
                "late": told.item.is_late,
                "late_because": told.item.late_because or None,
                "error": told.item.error or None,
                "action": told.intent.action.value if told.intent else None,
                "reason": told.reason or None,
                "waits_for": (told.intent.waits_for or None) if told.intent else None,
            }
            for told in answer.items
        ],
        "declined": [{"kind": kind.value if kind else None, "reason": reason} for kind, reason in answer.declined],
    }
