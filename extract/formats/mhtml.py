"""MHTML (RFC 2557), a page saved whole: its first HTML part is the page."""

from __future__ import annotations

import email
from email import policy
from email.message import EmailMessage

from gongwen.extract.errors import DamagedSourceError


def page_of(data: bytes, name: str) -> tuple[bytes, str | None]:
    """The bytes of the page and the character set that is declared for it. Raises DamagedSourceError."""
    message = email.message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                return content, part.get_content_charset()
    raise DamagedSourceError("damaged-source", name, f"{name} 中没有网页 is MHTML without a page in it.")
