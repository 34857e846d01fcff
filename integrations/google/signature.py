"""The signature that Gmail's own page would put below a new message, as text; read once, where the login allows it."""

from __future__ import annotations

from daemon.domain.text import to_text
from integrations.google.client import GoogleClient
from integrations.google.scopes import READ_MAIL


class GmailSignature:
    """Gives the signature of *address*, "" where there is none or it may not be read."""

    def __init__(self, client: GoogleClient, address: str) -> None:
        self._client = client
        self._address = address.casefold()
        self._text: str | None = None

    def __call__(self) -> str:
        """
        Give it, in lines.

        Raises:
            TemporaryError, AuthorisationError: It could not be asked for.
        """
        if self._text is None:
            if not self._client.surely_may(READ_MAIL):
                return ""  # not remembered: another login may allow it
            self._text = self._ask()
        return self._text

    def _ask(self) -> str:
        # https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.settings.sendAs
        request = (
            self._client.gmail.users()
            .settings()
            .sendAs()
            .list(userId="me", fields="sendAs(sendAsEmail,signature,isDefault)")
        )
        identities = self._client.call(request, "Gmail").get("sendAs", [])
        identities.sort(
            key=lambda one: (str(one.get("sendAsEmail", "")).casefold() != self._address, not one.get("isDefault"))
        )
        lines = to_text(str(identities[0].get("signature", "")) if identities else "").splitlines()
        return "\n".join(line.strip() for line in lines if line.strip())
