"""The page that asks the person, and a person who needs no browser."""

from __future__ import annotations

import http.client
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit


def page(action: str, account: str, asked: dict[str, str]) -> str:
    """Give the consent page: a ticked box for each scope, and the buttons `allow` and `deny`."""
    hidden = "\n".join(
        f'<input type="hidden" name="asked-{escape(name)}" value="{escape(value)}">' for name, value in asked.items()
    )
    boxes = "\n".join(
        f'<p><label><input type="checkbox" name="granted" value="{escape(scope)}" checked> {escape(scope)}</label></p>'
        for scope in asked["scope"].split()
    )
    return f"""<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Sign in</title></head>
<body>
<h1>Afterword wants access to your account</h1>
<p>{escape(account)}</p>
<form method="post" action="{escape(action)}">
{hidden}
{boxes}
<button id="deny" name="decision" value="deny">Cancel</button>
<button id="allow" name="decision" value="allow">Continue</button>
</form>
</body>
</html>
"""


class _Form(HTMLParser):
    """Collects the fields of the page's form as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        is_sent = attributes.get("type") == "hidden" or "checked" in attributes
        if tag == "input" and is_sent:
            self.fields.append((attributes["name"], attributes["value"]))


def walk_through(auth_url: str, untick: frozenset[str], *, deny: bool) -> str:
    """Open the page, take the tick from the boxes of *untick*, press a button; give where that leads."""
    url = urlsplit(auth_url)
    connection = http.client.HTTPConnection(url.netloc, timeout=10)
    try:
        connection.request("GET", f"{url.path}?{url.query}")
        answer = connection.getresponse()
        text = answer.read().decode()
        if answer.status != 200:
            raise ValueError(f"no page to consent on, but {answer.status}: {text}")
        form = _Form()
        form.feed(text)
        if missing := untick - {value for name, value in form.fields if name == "granted"}:
            raise ValueError(f"the page has no box for {', '.join(sorted(missing))}")
        fields = [(name, value) for name, value in form.fields if not (name == "granted" and value in untick)]
        body = urlencode([*fields, ("decision", "deny" if deny else "allow")])
        connection.request("POST", url.path, body, {"Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        answer.read()
        location = answer.headers["Location"]
    finally:
        connection.close()
    assert location is not None, f"the form was answered with {answer.status}"
    return location
