"""The filters of the library: by words, year and subject."""

import django_filters
from django.db.models import Q
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from grid.filters import choice
from grid.models import Document


class DocumentFilter(django_filters.FilterSet):
    """What narrows the list of documents."""

    q = django_filters.CharFilter(label=_("Number or title"), method="named", max_length=64)
    year = choice(_("Year"), field_name="issued_on__year")
    subject = choice(_("Subject"), choices=Document.Subject.choices)

    class Meta:
        model = Document
        fields = ["q", "year", "subject"]

    def __init__(self, data, queryset):
        super().__init__(data, queryset)
        years = queryset.order_by().values_list(ExtractYear("issued_on"), flat=True).distinct()
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in sorted(years, reverse=True)]

    def named(self, queryset, _name, value):
        said = value.strip()
        return queryset.filter(Q(number__icontains=said) | Q(title__icontains=said))
