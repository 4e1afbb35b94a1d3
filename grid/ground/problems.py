"""What is wrong with a file, said so that whoever made it finds the place."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


class Refused(ValueError):
    """One value cannot be taken: the column and a sentence for people."""

    def __init__(self, column, sentence):
        super().__init__(sentence)
        self.column, self.sentence = column, sentence

    def at(self, file, row):
        return Problem(file, row, self.column, self.sentence)


@dataclass(frozen=True)
class Problem:
    """A sentence about a place in a file; row 0 is the file as a whole."""

    file: str
    row: int
    column: str
    sentence: str

    def __str__(self):
        place = [self.file]
        if self.row:
            place.append(_("row %(number)s") % {"number": self.row})
        if self.column:
            place.append(self.column)
        return _("%(place)s: %(sentence)s") % {"place": ", ".join(place), "sentence": self.sentence}
