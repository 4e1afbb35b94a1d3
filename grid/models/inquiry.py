"""How somebody without a login follows one matter: its number and a query code that no table holds."""

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.utils.crypto import constant_time_compare, salted_hmac

from .incident import Incident, IncidentStep

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that can be read as something else
LENGTH = 10  # 31^10: guessing thirty times an hour for a hundred years finds one of thirty million matters


def keyed(purpose, text, secret):
    return salted_hmac(f"grid.inquiry.{purpose}", text, secret=secret, algorithm="sha256")


class Inquiry(models.Model):
    """That a matter may be asked about by its query code, of which only a keyed digest is kept.

    The code follows from the key of the form that filed the matter and from SECRET_KEY: the same form
    sent twice gets the same code, and whoever reads the database learns none. A code outlives a change
    of SECRET_KEY while the old one stands in SECRET_KEY_FALLBACKS.
    """

    incident = models.OneToOneField("grid.Incident", models.PROTECT, related_name="inquiry")
    code_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name_plural = "inquiries"

    def __str__(self):
        return f"inquiry {self.pk}"

    @classmethod
    def open(cls, incident, key):
        """Let the incident be asked about; `key` is the UUID of the form that filed it. Returns the code."""
        code = cls.code_of(incident, key)
        cls.objects.create(incident=incident, code_hash=cls.digest_of(code))
        return code

    @staticmethod
    def code_of(incident, key):
        """The code of an incident that a form with this key filed: ten letters and digits."""
        rest, code = int.from_bytes(keyed("code", f"{incident.number}/{key}", settings.SECRET_KEY).digest()), ""
        for _place in range(LENGTH):
            rest, place = divmod(rest, len(ALPHABET))
            code += ALPHABET[place]
        return code

    @staticmethod
    def digest_of(code, secret=None):
        return keyed("hash", code, secret or settings.SECRET_KEY).hexdigest()

    @classmethod
    def find(cls, number, code):
        """The inquiry of the incident with this number and code, or None: which of the two was wrong is not told.

        What is looked up is a keyed digest, so the time of the search tells nothing about a code.
        """
        secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        digests = [cls.digest_of(code, secret) for secret in secrets]
        found = cls.objects.select_related("incident").filter(code_hash__in=digests).first()
        known = (found.incident.number or "") if found else ""
        return found if constant_time_compare(known.encode(), number.encode()) and found else None


def outlived(before):
    """The incidents that ended before the moment and still hold who reported them, or a way to ask about them."""
    steps = IncidentStep.objects.filter(case=models.OuterRef("pk")).order_by("-seq")
    last = models.Subquery(steps.values("at")[:1])
    ended = Incident.objects.filter(status__in=Incident.ENDED).annotate(ended_at=Coalesce("closed_at", last))
    held = ~models.Q(reporter_name="", reporter_phone="") | models.Q(inquiry__isnull=False)
    return ended.filter(held, ended_at__lt=before)


@transaction.atomic
def forget(before, most=500):
    """Erase the contact and the inquiry of at most so many outlived incidents; return of how many."""
    locked = Incident.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    keys = list(locked.filter(pk__in=outlived(before).values("pk")[:most]).values_list("pk", flat=True))
    Inquiry.objects.filter(incident__in=keys).delete()
    return Incident.objects.filter(pk__in=keys).update(reporter_name="", reporter_phone="")
