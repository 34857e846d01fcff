"""
A strict stand-in for Google Calendar v3, Gmail v1 and Google's OAuth, in memory, on the loopback address.

What a request may say is not repeated here: each one is checked against the discovery documents that come with
google-api-python-client, and what breaks them is a violation, which fails the test (`GoogleServer.check`).

The frame:

- `server`: `GoogleServer`, what tests open; who answers which path.
- `wire`: HTTP on a socket, with the ways in which a connection can go wrong.
- `answers`: a reply, and Google's shape of an error.
- `log`: what the server saw.
- `faults`: what goes wrong on order.

What a request may be:

- `discovery`: the methods, their paths, parameters and scopes.
- `schema`: JSON bodies against the schemas.
- `mask`: the `fields` parameter.

Calendar:

- `calendar`: who answers which method, and what the person or other people do by hand.
- `calendar_store`: calendars, events, tombstones; each change has a number.
- `calendar_methods`: calendars.* and calendarList.*.
- `event_methods`: events.*.
- `event_rules`: what makes an event valid.
- `event_list`: which events a list shows: windows, expansion, deltas.
- `event_view`: how an event is shown.
- `paging`: pages and sync tokens.
- `recurrence`: the instances of a series.
- `times`: RFC 3339 and zones.

Gmail:

- `gmail`: the methods.
- `mailbox`: drafts, messages, threads, and what the person does with them.
- `mail_search`: the language of the search box.
- `mail_view`: how a message is shown.

OAuth:

- `oauth`: tokens and their end.
- `consent`: the page that asks the person, and a person who needs no browser.

A program: `__main__`, with the events of `sample`.

For tests: `clients`, the real client library pointed here, and `clock`, a time that passes when told to.
"""
