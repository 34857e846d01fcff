"""
What is logged: a constant name for what happened, and fields.

Logged as the message itself, `log.info(Line("item_created", kind="thank_you"))`: whatever handler there is writes it as
a line of text, and those of `daemon.logs` give the journal, or a JSON document, each field by itself.
"""

from __future__ import annotations


class Line:
    """
    One thing that happened, called *event*, with what there is to say of it.

    No value may be an address, a token, or what is in a note (contract, promise 8).
    """

    __slots__ = ("event", "fields")

    def __init__(self, event: str, /, **fields: object) -> None:
        self.event = event
        self.fields = fields

    def __str__(self) -> str:
        return " ".join([self.event, *(f"{name}={_quoted(value)}" for name, value in self.fields.items())])


def _quoted(value: object) -> str:
    """Give *value* as one word, in quotes where it would be several or none."""
    text = str(value)
    if text and not any(letter.isspace() or letter in '"=' for letter in text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
