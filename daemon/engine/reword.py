"""
Having a note said in other words: who is asked, when not, and what is done with the answer.

Nothing here can fail a note. What is not reached, not in time or not faithful gives the template's note, and the log
tells why, in a word and without any text. The same note gives the same words for ever: what was settled once is kept,
so that a note is written anew only when its facts change, and is known again by its fingerprint after a crash.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from daemon.domain.errors import AuthorisationError, IntegrationError, TemporaryError
from daemon.domain.item import Draft, digest_of
from daemon.domain.letter import LetterFacts
from daemon.domain.owed import Owed
from daemon.domain.rewording import Parts, difference, may_be_shown, paragraphs_of, parts_of, sentences_of, with_body
from daemon.domain.told_words import language_of
from daemon.events import Line
from daemon.ports import Rewordings, Rewriter

log = logging.getLogger(__name__)

#: What came of asking, for one note: it is in other words, or why not.
REWORDED = "reworded"

#: Nobody is asked for a note whose deadline is that near.
HURRY = timedelta(minutes=15)
#: So long may answers be waited for in one pass, all together; then there is no more asking.
PATIENCE = timedelta(minutes=2)


class Reworder:
    """Rewords the notes of one account. After a failure *rewriter* is left alone for the rest of the pass."""

    def __init__(self, rewriter: Rewriter, kept: Rewordings, clock: Callable[[], datetime]) -> None:
        """Ask *rewriter*, once for each note; what came of it lies in *kept*. *clock* gives an aware now."""
        self._rewriter = rewriter
        self._kept = kept
        self._clock = clock
        #: By the note's name: `REWORDED`, or why it is not, in a word; "" where that was settled long ago.
        self.outcomes: dict[str, str] = {}
        self.begin_pass()

    def begin_pass(self) -> None:
        """Forget the failures of the last pass."""
        self._has_failed = False
        self._waited = timedelta()
        #: The sentences of all notes of this pass: people of one panel compare.
        self._said: set[str] = set()

    def reworded(self, draft: Draft, owed: Owed, siblings: Callable[[], Iterable[Draft]] = tuple) -> Draft:
        """
        Give *draft*, which is for *owed*, in other words where that is possible now, else as it is.

        *siblings* gives what the templates say to the others of a panel: no sentence of theirs is taken.
        """
        parts = parts_of(draft)
        if parts is None:
            self._tell(draft, owed, "form")
            return draft
        key = _key_of(parts)
        body = self._kept.get(key)
        if body is None:
            body = self._settled(draft, parts, owed, siblings)
            # What cannot be kept would be another note the next time.
            if not self._kept.put(key, body) and body != parts.body:
                self._tell(draft, owed, "not_kept")
                body = parts.body
        else:
            self.outcomes[draft.name] = "" if body == parts.body else REWORDED
        self._said |= sentences_of(body)
        return draft if body == parts.body else with_body(draft, parts, body)

    def _tell(self, draft: Draft, owed: Owed, reason: str) -> None:
        self.outcomes[draft.name] = reason
        log.info(Line("note_not_reworded", kind=owed.kind, reason=reason))

    def _settled(
        self, draft: Draft, parts: Parts, owed: Owed, siblings: Callable[[], Iterable[Draft]]
    ) -> tuple[str, ...]:
        """Ask, and give the paragraphs that are to stand between greeting and ending from now on."""
        reason = self._reason_not_to_ask(parts.body, owed)
        new: tuple[str, ...] = ()
        if not reason:
            began = self._clock()
            try:
                new = paragraphs_of(self._rewriter.reword(parts.body), parts.body)
            except IntegrationError as error:
                self._has_failed = True
                reason = _in_a_word(error)
            self._waited += self._clock() - began
        if not reason:
            reason = difference(parts.body, new, _names(owed))
        if not reason and (sentences_of(new) - sentences_of(parts.body)) & (self._said | self._said_to(siblings())):
            reason = "said_to_another"
        if reason:
            self._tell(draft, owed, reason)
            return parts.body
        self.outcomes[draft.name] = REWORDED
        log.info(Line("note_reworded", kind=owed.kind))
        return new

    def _said_to(self, siblings: Iterable[Draft]) -> set[str]:
        """Give the sentences of *siblings*, as the templates have them and in other words, as far as there are any."""
        parted = [parts for draft in siblings if (parts := parts_of(draft))]
        bodies = [body for parts in parted for body in (parts.body, self._kept.get(_key_of(parts)) or ())]
        return {sentence for body in bodies for sentence in sentences_of(body)}

    def _reason_not_to_ask(self, body: Sequence[str], owed: Owed) -> str:
        if self._has_failed:
            return "failed_before"
        if self._waited > PATIENCE:
            return "waited_enough"
        if owed.deadline is not None and timedelta() <= owed.deadline - self._clock() < HURRY:
            return "in_a_hurry"
        if language_of(body) is None:
            return "language"
        return "" if may_be_shown(body) else "address"


def _key_of(parts: Parts) -> str:
    return digest_of("reworded", parts.body)


def _names(owed: Owed) -> list[str]:
    """Give what has to stand in the new words as it stood in the old."""
    facts = owed.note
    if facts is None:
        return []
    people = (facts.recipient,) if isinstance(facts, LetterFacts) else facts.recipients
    panel = () if isinstance(facts, LetterFacts) else facts.panel
    return [facts.company, facts.role, *panel, *(name for one in people for name in (one.name, one.greeting))]


def _in_a_word(error: IntegrationError) -> str:
    match error:
        case TemporaryError():
            return "out_of_reach"
        case AuthorisationError():
            return "key_refused"
        case _:
            return "refused"
