"""
A story told like the book's chapter: what to do after an interview, until the contact is kept.

- `chapter`: the story as data: what happens when, and what lies in drafts and reminders after it.
- `people`: whom Sam meets. `texts.txt`: the whole of what is to be read, by name. `shape`: what all that is made of.
- `told`: plays the chapter at a place, and tells what is not as it is written down.
- `places`: what a place has to do. `folders`: files. `strict`: the strict Google of our own.
- `somebody_elses`, `go_between`: emulate, and in front of it what that does not know.
"""
