"""Messages to the person, by Apprise (in a short process of its own) or on the desktop; never by mail."""
