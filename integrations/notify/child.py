"""
A short process that delivers one message by Apprise: its many libraries never enter the service.

Standard input: a JSON document with `urls`, `title` and `text`. Standard output: a JSON list, for each address whether
the message was delivered. With `text` null nothing is sent: it says which addresses are understood.
"""

from __future__ import annotations

import json
import logging
import sys
import warnings


def main() -> None:
    """Deliver what standard input says."""
    # What its libraries will lose in a later Python is not for whoever waits for an answer here.
    warnings.simplefilter("ignore")
    import apprise
    from apprise.manager_plugins import NotificationManager

    from daemon.domain.mail_schemes import MAIL_SCHEMES

    # The configuration refuses such addresses; here they are not even known.
    NotificationManager().disable(*MAIL_SCHEMES)  # type: ignore[no-untyped-call]
    # It logs addresses, which hold secrets.
    logging.disable(logging.CRITICAL)
    message = json.load(sys.stdin)
    answers = []
    for url in message["urls"]:
        # One at a time: what is wrong with one shall not stop another, and each is to be told apart.
        target = apprise.Apprise(asset=apprise.AppriseAsset(app_id="Afterword", app_desc="Afterword", app_url=""))
        is_understood = bool(target.add(url))
        if is_understood and message["text"] is not None:
            is_understood = bool(target.notify(title=message["title"], body=message["text"]))
        answers.append(is_understood)
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
