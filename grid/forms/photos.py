"""Photos in a form: cleaned as soon as they arrive, and not lost when another field is wrong."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from grid.models import Photo
from grid.photos import clean

MOST = 6


class PhotosInput(forms.ClearableFileInput):
    """A plain file input that takes several files."""

    template_name = "django/forms/widgets/file.html"
    allow_multiple_selected = True

    def __init__(self):
        super().__init__(attrs={"accept": "image/jpeg,image/png,image/webp"})


class Cleaned(list):
    """The Pictures that came of some uploads (decoded, shrunk, without metadata), and what was wrong with others."""

    def __init__(self, uploads):
        super().__init__()
        self.wrong = []
        for upload in uploads:
            try:
                self.append(clean(upload))
            except ValidationError as error:
                self.wrong.append(error)


class PhotosField(forms.FileField):
    """Several pictures; the cleaned value is a Cleaned, whose wrong ones the form tells."""

    widget = PhotosInput

    def clean(self, data, initial=None):
        uploads = [upload for upload in data or [] if upload is not None]
        if len(uploads) > MOST:
            raise ValidationError(_("At most %(most)d photos."), params={"most": MOST})
        return Cleaned(uploads)


class PhotosForm(forms.Form):
    """A form with photos, mixed in before a FormOnce; PHOTOS names its fields, which are kinds of photo.

    When anything is wrong, the photos that are well are kept as rows without a case, shown again
    and sent along by their tokens (`kept`), so nobody has to choose them twice.
    """

    PHOTOS: tuple[str, ...] = ("after",)

    kept = forms.ModelMultipleChoiceField(
        Photo.objects.none(), to_field_name="token", required=False, widget=forms.MultipleHiddenInput
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.shown = []
        self.fields["kept"].queryset = Photo.objects.filter(incident=None, author=user)

    def full_clean(self):
        self.pictures, self.shown = {}, []
        super().full_clean()
        if self.is_bound:
            self.shown = list(self.cleaned_data.get("kept") or ())
            if self.errors:
                self.keep()

    def clean(self):
        """Note the pictures that are well before the field of a broken one is taken out."""
        said = super().clean()
        self.pictures = {kind: said[kind] for kind in self.PHOTOS if said.get(kind) is not None}
        for kind, pictures in self.pictures.items():
            if pictures.wrong:
                self.add_error(kind, pictures.wrong)
        return said

    def refuse(self, error):
        super().refuse(error)
        self.keep()

    def keep(self):
        """Write the new pictures as photos of the person, not yet attached to anything."""
        written = [
            Photo.keep(picture, by=self.user, kind=kind)
            for kind, pictures in self.pictures.items()
            for picture in pictures
        ]
        self.pictures = {}
        self.shown += written
        return self.shown

    def count(self, kind):
        """How many photos of a kind the form brings, new ones and kept ones."""
        kept = [photo for photo in self.cleaned_data.get("kept") or () if photo.kind == kind]
        return len(self.cleaned_data.get(kind) or ()) + len(kept)

    def kept_before(self):
        return self.kept_of("before")

    def kept_after(self):
        return self.kept_of("after")

    def kept_of(self, kind):
        """The photos kept from an earlier sending, to be shown beside the field of their kind."""
        return [photo for photo in self.shown if photo.kind == kind]

    @property
    def said(self):
        """What the form says; `photos` are written here, within the turn of the verb."""
        said = {name: value for name, value in super().said.items() if name not in {*self.PHOTOS, "kept"}}
        return said | {"photos": self.keep()}
