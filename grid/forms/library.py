"""The form of a document of the library."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from grid.models import Attachment, Document

from .attachments import AttachmentsForm
from .limits import RuleForm

FIELDS = (
    "number", "title", "subject", "issuer", "issued_on", "valid_from", "valid_until", "supersedes", "summary",
)  # fmt: skip


def day(label, **more):
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class DocumentForm(AttachmentsForm, RuleForm):
    """A document with its files; those it has already can be taken away (`dropped`)."""

    number = forms.CharField(label=_("Document number"), max_length=40, help_text=_("For example 津红政发〔2026〕12号"))
    title = forms.CharField(label=_("Title"), max_length=120)
    subject = forms.ChoiceField(label=_("Subject"), choices=Document.Subject.choices)
    issuer = forms.CharField(label=_("Issued by"), max_length=64)
    issued_on = day(_("Issued on"))
    valid_from = day(_("In force from"))
    valid_until = day(_("In force until"), required=False, help_text=_("Empty while it has no end."))
    supersedes = forms.ModelChoiceField(Document.objects.all(), label=_("Supersedes"), required=False)
    summary = forms.CharField(label=_("Summary"), max_length=1000, required=False, widget=forms.Textarea({"rows": 3}))
    dropped = forms.ModelMultipleChoiceField(
        Attachment.objects.none(), label=_("Take away"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, document, **kwargs):
        super().__init__(*args, **kwargs)
        self.document = document
        self.fields["seen"].initial = document.seen
        for name in FIELDS:
            self.fields[name].initial = getattr(document, name)
        self.fields["supersedes"].queryset = Document.objects.exclude(pk=document.pk)
        if document.pk and document.attachments.exists():
            self.fields["dropped"].queryset = document.attachments.all()
        else:
            del self.fields["dropped"]
        self.order_fields(["number", "subject", *FIELDS, "dropped", "attachments", "why"])

    def clean_number(self):
        number = self.cleaned_data["number"].strip()
        if Document.objects.filter(number=number).exclude(pk=self.document.pk).exists():
            raise ValidationError(_("There is a document with this number already."))
        return number

    def clean_supersedes(self):
        older = self.cleaned_data["supersedes"]
        seen = older
        while seen is not None:
            if seen.pk == self.document.pk:
                raise ValidationError(_("That document is itself superseded by this one."))
            seen = seen.supersedes
        return older

    def clean(self):
        said = super().clean()
        since, until = said.get("valid_from"), said.get("valid_until")
        if since and until and until < since:
            self.add_error("valid_until", ValidationError(_("The end lies before the beginning.")))
        return said

    def save(self):
        said = self.said
        files = {"attachments": said["attachments"], "dropped": said.get("dropped", ())}
        self.document.keep(**self.by, **files, **{name: said[name] for name in FIELDS})
        return self.document.get_absolute_url()
