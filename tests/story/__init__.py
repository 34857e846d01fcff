"""
A story told like the book's chapter: what to do after an interview, until the contact is kept.

- `chapter`: the story as data: what happens when, and what lies in drafts and reminders after it.
- `texts.txt`: the whole of what is to be read there, by name.
- `told`: plays the chapter at a place, and tells what is not as it is written down.
- `places`: folders, and the strict Google of our own, each with its own way to read back what lies there.
- `somebody_elses`, `go_between`: emulate, and in front of it what that does not know.
"""
