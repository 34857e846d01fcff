"""
What every `Store` has to do.

A subclass gives the fixture `place`: the store, and what the person and their other programs can do where it writes
(`SharedStoreContract`, where other programs can write there at all).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Generic, Protocol, TypeVar
from zoneinfo import ZoneInfo

import pytest

from daemon.domain.errors import ConflictError, GoneError
from daemon.domain.item import Draft, Kind, Mailbox, Reminder, item_key, item_name
from daemon.ports import Store

Content = TypeVar("Content", Draft, Reminder)

NAME = item_name("thank_you-one", 0)
OTHER = item_name("thank_you-other", 0)
BERLIN = ZoneInfo("Europe/Berlin")
MORNING = datetime(2026, 11, 27, 9, 30, tzinfo=BERLIN)


def draft(name: str = NAME, words: str = "Thank you for the talk about the migration.") -> Draft:
    """Give a note to two people that holds what is hard to write: accents, quotes, long lines, a dot alone."""
    text = f"Dear Zoë,\n\n{words}\n\n.\nFrom here on {'a very long line ' * 12}ends.\n\nSam Lee\n+49 30 1234"
    return Draft(
        name=name,
        sender=Mailbox("Sam Lee", "sam@example.com"),
        to=(Mailbox("Zoë Müller, PhD", "zoe@acme.example"), Mailbox("", "jane@acme.example")),
        subject="Thank you – Backend Engineer",
        text=text,
        html="".join(f"<p>{one}</p>" for one in text.split("\n\n")),
        date=MORNING,
    )


def reminder(name: str = NAME, words: str = "Call and ask.", **changes: Any) -> Reminder:
    """Give a reminder in which every field says something."""
    given = Reminder(
        name=name,
        kind=Kind.FEEDBACK_CALL,
        title="Feedback call: ACME, Backend Engineer; Zoë",
        description=f"{words}\n\n- What could I improve?\n- Which skills, or attitudes; were missing? \\n is no line\n",
        start=MORNING,
        end=MORNING + timedelta(minutes=15),
        is_tentative=True,
        popups=(0, 10),
        location="Café Zoë, Hauptstraße 1",
    )
    return replace(given, **changes)


class Place(Protocol[Content]):
    """A store, and what others can do to what lies there."""

    store: Store[Content]

    def content(self, name: str = NAME, words: str = "As it was planned.") -> Content:
        """Give something to write."""
        ...

    def reopen(self) -> Store[Content]:
        """Give the store as the next process sees it."""
        ...

    def names(self) -> list[str]:
        """List what lies there, by item name, as a program that knows nothing of Afterword would see it."""
        ...

    def edit(self, name: str) -> None:
        """Change a word, as the person does."""
        ...

    def delete(self, name: str) -> None:
        """Delete it, as the person does."""
        ...


class SharedPlace(Place[Content], Protocol[Content]):
    """A place that other programs write to as well."""

    def deface(self, name: str) -> None:
        """Leave something there that cannot be read as an item."""
        ...

    def rename(self, name: str) -> None:
        """Give it another file name or id."""
        ...


class StoreContract(Generic[Content]):
    """The contract of `daemon.ports.Store`."""

    #: A name whose item was removed may be used again; a server that remembers every name says that it was.
    frees_names: ClassVar[bool] = True

    def test_nothing_is_found_in_the_beginning(self, place: Place[Content]) -> None:
        """Looking where nothing was written yet finds nothing and makes nothing."""
        assert place.store.find(NAME) is None
        assert place.names() == []

    def test_what_was_created_is_found_with_and_without_its_ref(self, place: Place[Content]) -> None:
        """An item is found by its name alone, and by its ref, with the fingerprint of what was written."""
        content = place.content()

        created = place.store.create(content)

        assert created.fingerprint == content.fingerprint()
        assert place.store.find(NAME) == created
        assert place.store.find(NAME, created.ref) == created
        assert place.names() == [NAME]

    def test_it_is_found_by_the_next_process(self, place: Place[Content]) -> None:
        """What was written is found by a store that remembers nothing."""
        created = place.store.create(place.content())

        assert place.reopen().find(NAME) == created
        assert place.reopen().find(NAME, created.ref) == created

    def test_a_ref_that_leads_nowhere_is_only_a_hint(self, place: Place[Content]) -> None:
        """A wrong ref hides nothing and leads to nothing else."""
        created = place.store.create(place.content())
        other = place.store.create(place.content(OTHER))

        for ref in ("nonsense", "../../etc/passwd", "cur/gone:2,S", "/", other.ref):
            assert place.store.find(NAME, ref) == created

    def test_an_item_is_not_taken_for_another(self, place: Place[Content]) -> None:
        """Each name finds its own item."""
        first = place.store.create(place.content(NAME, "one"))
        second = place.store.create(place.content(OTHER, "two"))

        assert place.store.find(NAME) == first
        assert place.store.find(OTHER) == second
        assert sorted(place.names()) == sorted([NAME, OTHER])

    def test_all_kinds_for_one_interview_lie_side_by_side(self, place: Place[Content]) -> None:
        """Each has a name of its own, though the words be the same: one is replaced, one removed, the others stay."""
        keys: dict[Kind, str] = {kind: item_name(item_key("personal", "one", kind), 0) for kind in Kind}
        created = {kind: place.store.create(place.content(name)) for kind, name in keys.items()}
        asked, called = keys.pop(Kind.FOLLOW_UP_NOTE), keys.pop(Kind.FEEDBACK_REQUEST)

        replaced = place.store.replace(asked, created.pop(Kind.FOLLOW_UP_NOTE), place.content(asked, "By the 10th."))
        place.store.remove(called, created.pop(Kind.FEEDBACK_REQUEST))

        for store in (place.store, place.reopen()):
            assert {kind: store.find(name) for kind, name in keys.items()} == created
            assert store.find(asked) == replaced
            assert store.find(called) is None
        assert sorted(place.names()) == sorted([*keys.values(), asked])

    def test_creating_twice_is_a_conflict_and_changes_nothing(self, place: Place[Content]) -> None:
        """A second item of one name is refused, also by the next process, whatever is in it."""
        created = place.store.create(place.content())

        for store in (place.store, place.reopen()):
            with pytest.raises(ConflictError):
                store.create(place.content())
            with pytest.raises(ConflictError):
                store.create(place.content(words="Something else."))

        assert place.store.find(NAME) == created
        assert place.names() == [NAME]

    def test_creating_where_it_was_made_anew_since_is_a_conflict(self, place: Place[Content]) -> None:
        """It lies there under a later name: nothing is written under the first, by the next process either."""
        place.store.remove(NAME, place.store.create(place.content()))
        anew = place.store.create(place.content(OTHER))
        later = (item_name("thank_you-one", 1), OTHER)

        for store in (place.store, place.reopen()):
            with pytest.raises(ConflictError):
                store.create(place.content(), later)

        assert place.store.find(OTHER) == anew
        assert place.names() == [OTHER]

    def test_later_names_that_were_never_used_are_no_hindrance(self, place: Place[Content]) -> None:
        """It is written, and another item lies beside it as before."""
        place.store.create(place.content(OTHER))

        created = place.store.create(place.content(), (item_name("thank_you-one", 1),))

        assert place.store.find(NAME) == created
        assert sorted(place.names()) == sorted([NAME, OTHER])

    def test_an_untouched_item_is_replaced(self, place: Place[Content]) -> None:
        """The new content lies in the place of the old one, and there is one item all the same."""
        created = place.store.create(place.content())
        anew = place.content(words="With notes.")

        replaced = place.store.replace(NAME, created, anew)

        assert replaced.fingerprint == anew.fingerprint() != created.fingerprint
        assert place.reopen().find(NAME, replaced.ref) == replaced
        assert place.reopen().find(NAME, created.ref) == replaced
        assert place.names() == [NAME]

    def test_replacing_with_the_same_content_keeps_it(self, place: Place[Content]) -> None:
        """A replacement that was done but whose answer was lost can be done again."""
        created = place.store.create(place.content())

        replaced = place.store.replace(NAME, created, place.content())

        assert place.store.find(NAME) == replaced
        assert replaced.fingerprint == created.fingerprint
        assert place.names() == [NAME]

    def test_an_edited_item_is_seen_as_edited(self, place: Place[Content]) -> None:
        """The fingerprint is that of what lies there now, in the same process too."""
        created = place.store.create(place.content())

        place.edit(NAME)

        for store in (place.store, place.reopen()):
            found = store.find(NAME, created.ref)
            assert found is not None
            assert found.fingerprint != created.fingerprint

    def test_an_edited_item_is_neither_replaced_nor_removed(self, place: Place[Content]) -> None:
        """What the person touched stays as they left it."""
        created = place.store.create(place.content())
        place.edit(NAME)
        edited = place.store.find(NAME)

        with pytest.raises(ConflictError):
            place.store.replace(NAME, created, place.content(words="With notes."))
        with pytest.raises(ConflictError):
            place.store.remove(NAME, created)

        assert place.store.find(NAME) == edited
        assert place.names() == [NAME]

    def test_a_deleted_item_is_gone(self, place: Place[Content]) -> None:
        """It is not found; replacing it is a conflict, removing it no error; nothing comes back."""
        created = place.store.create(place.content())

        place.delete(NAME)

        assert place.store.find(NAME, created.ref) is None
        with pytest.raises(ConflictError):
            place.store.replace(NAME, created, place.content(words="With notes."))
        place.store.remove(NAME, created)
        assert place.names() == []

    def test_a_removed_item_is_gone_and_can_be_made_again(self, place: Place[Content]) -> None:
        """Removing takes away the one item, twice is no error, and its name is free again."""
        created = place.store.create(place.content())
        other = place.store.create(place.content(OTHER))

        place.store.remove(NAME, created)
        place.store.remove(NAME, created)

        assert place.store.find(NAME, created.ref) is None
        assert place.store.find(OTHER) == other
        assert place.names() == [OTHER]
        if self.frees_names:
            assert place.store.create(place.content()).fingerprint == created.fingerprint
        else:
            with pytest.raises(GoneError):
                place.store.create(place.content())

    def test_it_works_on_after_close(self, place: Place[Content]) -> None:
        """Closing lets go of connections only."""
        created = place.store.create(place.content())

        place.store.close()
        place.store.close()

        assert place.store.find(NAME, created.ref) == created


class SharedStoreContract(StoreContract[Content]):
    """The same, where other programs write too."""

    def test_what_cannot_be_read_any_longer_is_there_but_never_ours(self, place: SharedPlace[Content]) -> None:
        """Something of our name that is no item has a fingerprint that equals none, and stays."""
        created = place.store.create(place.content())
        place.deface(NAME)

        found = place.store.find(NAME, created.ref)

        assert found is not None
        assert found.fingerprint not in {created.fingerprint, place.content(words="With notes.").fingerprint()}
        with pytest.raises(ConflictError):
            place.store.replace(NAME, created, place.content(words="With notes."))
        with pytest.raises(ConflictError):
            place.store.remove(NAME, created)
        with pytest.raises(ConflictError):
            place.store.create(place.content())

    def test_a_renamed_item_is_still_ours(self, place: SharedPlace[Content]) -> None:
        """An item that another program renamed is found, not made twice, replaced and removed."""
        created = place.store.create(place.content())
        place.rename(NAME)

        for store in (place.store, place.reopen()):
            found = store.find(NAME, created.ref)
            assert found is not None
            assert found.fingerprint == created.fingerprint
            assert store.find(NAME, found.ref) == found
            with pytest.raises(ConflictError):
                store.create(place.content())
            with pytest.raises(ConflictError):
                store.create(place.content(OTHER), (NAME,))

        found = place.store.find(NAME)
        assert found is not None
        replaced = place.store.replace(NAME, found, place.content(words="With notes."))
        assert place.names() == [NAME]
        place.store.remove(NAME, replaced)
        assert place.names() == []
