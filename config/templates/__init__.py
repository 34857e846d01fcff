"""
The words of every note and reminder, a folder for each language; notes.py fills them in.

    words.j2             phrases that several templates share: "the Data Analyst role at ACME", dates in words
    language.j2          the language's own code, so that a caller learns which one it really got
    thank_you/*.j2       one sentence of a note each; every line is one way of saying it
    follow_up_note/*.j2  the same for the note that asks how it stands; feedback_request/*.j2 for the call
    reminders/*.j2       one reminder each: the first line is its title, the rest its description

A new language is a new folder with the same files; a language whose folder is not complete is not shipped.
"""
