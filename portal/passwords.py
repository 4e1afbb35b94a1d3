"""How passwords are stored, and what a new one must be made of."""

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class Argon2id(Argon2PasswordHasher):
    """Argon2id with 19 MiB, 2 passes and 1 lane: the OWASP minimum, about 0.1 s on a small core."""

    time_cost = 2
    memory_cost = 19456  # KiB
    parallelism = 1


class ThreeClasses:
    """Ask for three of: small letters, capitals, digits, other signs (等保 2.0, 8.1.4.1 a)."""

    def validate(self, password: str, user=None) -> None:
        """Raise ValidationError when fewer than three classes occur."""
        classes = [
            any(sign.islower() for sign in password),
            any(sign.isupper() for sign in password),
            any(sign.isdigit() for sign in password),
            any(not sign.isalnum() for sign in password),
        ]
        if sum(classes) < 3:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        """The rule in one sentence."""
        return _("Use at least three of: small letters, capital letters, digits, other signs.")
