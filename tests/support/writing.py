"""Devices that write in the same text, as the browser does with Yjs; here with the same documents in Python."""

import base64
from typing import Any

from pycrdt import Doc, Text

from app.game import shared_text


class Pen:
    """One device: its copy of the document, and what the server last had of it. `name`: its number in Yjs, or any."""

    def __init__(self, document: bytes = shared_text.EMPTY, name: int | None = None) -> None:
        self._doc = Doc[Any](client_id=name)
        self._there = Doc[Any](client_id=name)
        self._taken = self._there.get_state()
        self.hear(document)

    def hear(self, update: bytes | str) -> None:
        """Letters of others."""
        self._doc.apply_update(base64.b64decode(update) if isinstance(update, str) else update)
        self._sent = self._doc.get_state()

    def put(self, field: str, at: int, letters: str, instead_of: int = 0) -> None:
        """Write at a place in bytes, in place of some."""
        text = self._doc.get(field, type=Text)
        del text[at : at + instead_of]
        text.insert(at, letters)

    def sends(self) -> str:
        """What the server does not have yet."""
        update = self._doc.get_update(self._sent)
        self._sent = self._doc.get_state()
        return base64.b64encode(update).decode()

    def lacks(self) -> str:
        """All that was not `took`: the same letters once more, until they are known to be there."""
        return base64.b64encode(self._doc.get_update(self._taken)).decode()

    def took(self, update: str, field: str) -> str:
        """These letters are there. Gives what the field holds with only what was taken so far."""
        self._there.apply_update(base64.b64decode(update))
        self._taken = self._there.get_state()
        return str(self._there.get(field, type=Text))

    def state(self) -> str:
        return base64.b64encode(self._doc.get_state()).decode()

    def reads(self, field: str) -> str:
        return str(self._doc.get(field, type=Text))
