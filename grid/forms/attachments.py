"""Documents in a form: checked as soon as they arrive, and not lost when another field is wrong."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from grid.attachments import ACCEPT, checked
from grid.models import Attachment

MOST = 10


class AttachmentsInput(forms.ClearableFileInput):
    """A plain file input that takes several files."""

    template_name = "django/forms/widgets/file.html"
    allow_multiple_selected = True

    def __init__(self):
        super().__init__(attrs={"accept": ACCEPT})


class CheckedFiles(list):
    """The Checked documents of some uploads, and what was `wrong` with others, each under its name."""

    def __init__(self, uploads):
        super().__init__()
        self.wrong = []
        for upload in uploads:
            try:
                self.append(checked(upload))
            except ValidationError as error:
                self.wrong.append(ValidationError(f"{upload.name}: {error.messages[0]}"))


class AttachmentsField(forms.FileField):
    """Several documents; the cleaned value is a CheckedFiles, whose wrong ones the form tells."""

    widget = AttachmentsInput

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Attachments"))
        kwargs.setdefault("help_text", _("PDF, Word (.docx), Excel (.xlsx) or pictures, at most 20 MB each."))
        super().__init__(allow_empty_file=True, **{"required": False, **kwargs})

    def clean(self, data, initial=None):
        uploads = [upload for upload in data or [] if upload]
        if len(uploads) > MOST:
            raise ValidationError(_("At most %(most)d files."), params={"most": MOST})
        return CheckedFiles(uploads)


class AttachmentsForm(forms.Form):
    """A form with `attachments`, mixed in before a FormOnce (or a VerbForm).

    When anything is wrong, the files that are well are kept as rows without an owner, shown again
    (`files_shown`; template grid/_attachments.html) and sent along by their tokens, so nobody chooses them twice.
    `said["attachments"]` are rows ready to be given to an owner within the turn.
    """

    attachments = AttachmentsField()
    kept_files = forms.ModelMultipleChoiceField(
        Attachment.objects.none(), to_field_name="token", required=False, widget=forms.MultipleHiddenInput
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.files_shown, self.documents = [], []
        self.fields["kept_files"].queryset = Attachment.objects.unowned().filter(author=user)

    def full_clean(self):
        self.files_shown, self.documents = [], []
        super().full_clean()
        if self.is_bound:
            self.files_shown = list(self.cleaned_data.get("kept_files") or ())
            if self.errors:
                self.keep_files()

    def clean(self):
        """Note the documents that are well before the field of a broken one is taken out."""
        said = super().clean()
        self.documents = said.get("attachments") or []
        for wrong in getattr(self.documents, "wrong", ()):
            self.add_error("attachments", wrong)
        return said

    def refuse(self, error):
        super().refuse(error)
        self.keep_files()

    def keep_files(self):
        """Write the new documents as attachments of the person, belonging to nothing yet; all of them so far."""
        self.files_shown += [Attachment.keep(document, by=self.user) for document in self.documents]
        self.documents = []
        return self.files_shown

    @property
    def said(self):
        said = {name: value for name, value in super().said.items() if name != "kept_files"}
        return said | {"attachments": Attachment.for_owner(self.keep_files(), by=self.user)}
