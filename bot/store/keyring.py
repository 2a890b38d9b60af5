"""Tokens at rest: sealed with the first key of a list, readable with every key of it; the home of cryptography."""

import json

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class UnreadableError(Exception):
    """No key of the list reads this; the key that sealed it is missing, or the row was tampered with."""


def new_key() -> str:
    """A random key for SLACK_TOKEN_KEYS."""
    return Fernet.generate_key().decode()


class Keyring:
    """Seals and opens. What is sealed for one owner cannot be opened as another's."""

    def __init__(self, keys: list[str]) -> None:
        self._first = Fernet(keys[0])
        self._all = MultiFernet([Fernet(key) for key in keys])

    def seal(self, owner: str, secrets: dict[str, str]) -> str:
        """`secrets` of `owner`, encrypted with the first key."""
        return self._first.encrypt(json.dumps({**secrets, "of": owner}).encode()).decode()

    def unseal(self, owner: str, sealed: str) -> dict[str, str]:
        """What seal() was given; UnreadableError when no key fits or it is another owner's."""
        try:
            secrets: dict[str, str] = json.loads(self._all.decrypt(sealed))
        except InvalidToken:
            raise UnreadableError from None
        if secrets.pop("of", None) != owner:
            raise UnreadableError
        return secrets

    def is_by_first(self, sealed: str) -> bool:
        """Whether the first key sealed it, so that the others could be dropped."""
        try:
            self._first.decrypt(sealed)
        except InvalidToken:
            return False
        return True
