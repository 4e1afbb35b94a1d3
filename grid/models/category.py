"""What is reported: the types of incidents, where they come from, how urgent they are (`domain.md` 2.6.1 and 6)."""

import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from grid.naming import in_language


class Source(models.TextChoices):
    """Where a matter comes from; the first six are those that every whistle form shows."""

    PUBLIC = "public", _("Reported by the public")
    PATROL = "patrol", _("Community grid patrol")
    HOTLINE = "hotline", _("Public service hotline")
    APP = "app", _("Mobile app")
    SUPERIOR = "superior", _("Assigned by superiors")
    PETITION = "petition", _("Petition supervision")
    VIDEO = "video", _("Video patrol")
    VOLUNTEER = "volunteer", _("Volunteers")
    DEPARTMENT = "department", _("Handed over by a department")
    MEDIA = "media", _("Media and online opinion")
    INSPECTION = "inspection", _("Found by inspection")
    MAILBOX = "mailbox", _("Secretary's mailbox")
    COUNCIL = "council", _("Deputies and committee members")


class Medium(models.TextChoices):
    """By what way somebody told it to a desk."""

    PHONE = "phone", _("phone call")
    LETTER = "letter", _("letter")
    VISIT = "visit", _("visit")
    ONLINE = "online", _("online message")


WHISTLE_SOURCES = (Source.PUBLIC, Source.PATROL, Source.HOTLINE, Source.APP, Source.SUPERIOR, Source.PETITION)


class Urgency(models.TextChoices):
    """How fast: chooses the time limit, and from urgent on tells the whole chain of the grid."""

    NORMAL = "normal", _("Normal")
    URGENT = "urgent", _("Urgent")
    CRITICAL = "critical", _("Critical")


# What only those who work here report: registers of people, and signs of unrest.
OURS = ("1203", "1205", "1305")


class CategoryQuerySet(models.QuerySet):
    def majors(self):
        """The groups of types, each with an icon."""
        return self.filter(major=None)

    def types(self):
        """The types that an incident can be of, with their groups."""
        return self.exclude(major=None).select_related("major")

    def active(self):
        return self.filter(is_active=True)

    def public(self):
        """The types in use that anybody may report without a login."""
        return self.active().types().filter(restricted=False).exclude(code__in=OURS)


@pghistory.track()
class Category(models.Model):
    """A type of incident (four digits) or a group of types (two digits).

    Codes 01 to 07 follow a published city-management list, those from 11 on are grid work.
    Without a default department the street itself handles the type.
    """

    code = models.CharField(_("code"), max_length=4, unique=True, db_collation="C")
    major = models.ForeignKey(
        "self", models.PROTECT, to_field="code", null=True, blank=True, related_name="types", verbose_name=_("group")
    )
    name = models.CharField(_("Chinese name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=80)
    icon = models.CharField(_("icon"), max_length=40, blank=True, default="")
    default_department = models.ForeignKey(
        "grid.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead department")
    )
    urgency = models.CharField(_("urgency"), max_length=8, choices=Urgency, default=Urgency.NORMAL)
    whistle_worthy = models.BooleanField(_("often needs several departments"), default=False)
    restricted = models.BooleanField(_("concerns personal circumstances"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name, verbose_name_plural = _("category"), _("categories")
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex="^[0-9]{2}$", major__isnull=True)
                | Q(code__regex="^[0-9]{4}$", major__isnull=False, major=Left("code", 2)),
                name="category_well_coded",
            ),
            models.CheckConstraint(condition=Q(urgency__in=Urgency.values), name="category_urgency_known"),
        ]

    def __str__(self):
        return self.label

    @property
    def label(self):
        """The name in the reader's language."""
        return in_language(self.name, self.name_en)
