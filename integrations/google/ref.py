"""Where an item of ours lies at Google, and which version of it we know: what `Found.ref` holds."""

from __future__ import annotations

from typing import NamedTuple

from daemon.ports import Found


class Ref(NamedTuple):
    """The fields of a `Found.ref`, parted by tabs."""

    #: The item's.
    name: str
    #: The id of the calendar that it lies in; "" for a draft.
    place: str
    #: The id of the draft; of the event, which is the item's name unless a server chose another.
    id: str
    #: What is another one after any change: the id of a draft's message, the etag of an event.
    version: str
    fingerprint: str
    link: str

    @classmethod
    def of(cls, ref: str, name: str) -> Ref | None:
        """Read *ref*; None where it is none of Google's, or another item's than that called *name*."""
        parts = ref.split("\t")
        return cls(*parts) if len(parts) == len(cls._fields) and parts[0] == name else None

    def found(self) -> Found:
        """Give what was found there."""
        return Found("\t".join(self), self.fingerprint, self.link)
