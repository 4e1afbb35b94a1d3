"""Photos in a form: cleaned as soon as they arrive, and not lost when another field is wrong."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from grid.models import Photo
from grid.photos import clean, digest

MOST = 6
HASH = re.compile(r"^[0-9a-f]{64}\Z")


class PhotosInput(forms.ClearableFileInput):
    """A plain file input that takes several files."""

    template_name = "django/forms/widgets/file.html"
    allow_multiple_selected = True

    def __init__(self):
        super().__init__(attrs={"accept": "image/jpeg,image/png,image/webp"})


class Cleaned(list):
    """The Pictures that came of some uploads (decoded, shrunk, without metadata) and what was wrong with others.

    `places` tells for each picture which of the uploads it was.
    """

    def __init__(self, uploads):
        super().__init__()
        self.wrong, self.places = [], []
        for place, upload in enumerate(uploads):
            try:
                self.append(clean(upload))
                self.places.append(place)
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


class UploadForm(forms.Form):
    """One photo that comes before its report, and the SHA-256 that the phone took of it."""

    photo = forms.FileField(allow_empty_file=True)
    kind = forms.ChoiceField(choices=Photo.Kind, required=False)
    sha256 = forms.RegexField(HASH, required=False)

    def take(self, *, by):
        """(photo, whether it is new), as `Photo.receive`; ValidationError when something is wrong with it."""
        if not self.is_valid():
            raise ValidationError([error for errors in self.errors.as_data().values() for error in errors])
        said = self.cleaned_data
        if said["sha256"] and said["sha256"] != digest(said["photo"]):
            raise ValidationError(_("The photo was damaged on the way. Please send it again."))
        return Photo.receive(said["photo"], by=by, kind=said["kind"] or Photo.Kind.BEFORE)


class NamedField(forms.Field):
    """Photos that came before the form, each as `kind:sha256`; cleans to pairs in order and without doubles."""

    widget = forms.MultipleHiddenInput

    def clean(self, value):
        pairs = list(dict.fromkeys(tuple(name.partition(":")[::2]) for name in value or []))
        if any(kind not in Photo.Kind.values or not HASH.match(sha256) for kind, sha256 in pairs):
            raise ValidationError(_("A photo is not named as it should be."))
        return pairs


class PhotosForm(forms.Form):
    """A form with photos, mixed in before a FormOnce; PHOTOS names its fields, and KINDS what some may show.

    When anything is wrong, the photos that are well are kept as rows without a case, shown again
    and sent along by their tokens (`kept`), so nobody has to choose them twice. A phone sends photos
    before the form and then names them (`named`).
    """

    PHOTOS: tuple[str, ...] = ("after",)
    KINDS = {"before": ("before", "near", "far")}

    kept = forms.ModelMultipleChoiceField(
        Photo.objects.none(), to_field_name="token", required=False, widget=forms.MultipleHiddenInput
    )
    named = NamedField(required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.shown, self.missing = [], []
        self.fields["kept"].queryset = Photo.objects.free().filter(author=user)

    def full_clean(self):
        self.pictures, self.shown = {}, []
        super().full_clean()
        if self.is_bound:
            self.shown = [*(self.cleaned_data.get("kept") or ()), *(self.cleaned_data.get("named") or ())]
            if self.errors:
                self.keep()

    def clean_named(self):
        """The photos so named; those that never arrived, or lay here too long, are told (`missing`)."""
        pairs = self.cleaned_data["named"]
        here = Photo.objects.of(self.user).filter(sent_sha256__in=[sha256 for _kind, sha256 in pairs])
        by_hash = {photo.sent_sha256: photo for photo in here}
        self.missing = [sha256 for _kind, sha256 in pairs if sha256 not in by_hash]
        if self.missing:
            raise ValidationError(_("A photo has not arrived. Please send it again."))
        return [shown_as(by_hash[sha256], kind) for kind, sha256 in pairs]

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
            Photo.keep(picture, by=self.user, kind=self.view(field, place))
            for field, pictures in self.pictures.items()
            for place, picture in zip(pictures.places, pictures, strict=True)
        ]
        self.pictures = {}
        self.shown += written
        return self.shown

    def view(self, field, place):
        """What the photo at this place of a field shows: as chosen beside it, or once for all (`before_view`)."""
        chosen = self.data.getlist(f"{field}_view") if hasattr(self.data, "getlist") else []
        kind = chosen[place] if place < len(chosen) else chosen[0] if len(chosen) == 1 else field
        return kind if kind in self.kinds_of(field) else field

    def kinds_of(self, field):
        return self.KINDS.get(field, (field,))

    def count(self, field):
        """How many photos a field brings: new ones, kept ones and those sent before the form."""
        early = [*(self.cleaned_data.get("kept") or ()), *(self.cleaned_data.get("named") or ())]
        mine = [photo for photo in early if photo.kind in self.kinds_of(field)]
        return len(self.cleaned_data.get(field) or ()) + len(mine)

    def kept_before(self):
        return self.kept_of("before")

    def kept_after(self):
        return self.kept_of("after")

    def kept_of(self, field):
        """The photos kept from an earlier sending, to be shown beside the field they belong to."""
        return [photo for photo in self.shown if photo.kind in self.kinds_of(field)]

    @property
    def said(self):
        """What the form says; `photos` are written here, within the turn of the verb."""
        said = {name: value for name, value in super().said.items() if name not in {*self.PHOTOS, "kept", "named"}}
        return said | {"photos": Photo.for_case(self.keep(), by=self.user)}


def shown_as(photo, kind):
    photo.kind = kind
    return photo
