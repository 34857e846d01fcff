"""
`make demo-google`: the story of `make demo`, on counterparts of Google instead of folders.

- `__main__`: the program; what is tried, and the exit status.
- `strict`: the story on the strict stand-in (`tests.google_server`), and what the person does meanwhile.
- `emulated`: a login in a browser on somebody else's Google (`tests.emulate`).
- `sample`: the events of `make demo`, as either of the two takes them.
- `plain`: reads back with the standard library alone, so that no mistake of an adapter can hide itself.
- `show`: shows what was read back.
"""
