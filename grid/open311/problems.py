"""What the interface answers when it cannot do what was asked."""

from http import HTTPStatus


class Problem(Exception):
    """A refusal: one HTTP status and one or several sentences for whoever reads the answer (GeoReport v2, Errors)."""

    def __init__(self, status, *sentences, headers=None, **more):
        super().__init__(status, *sentences)
        self.status, self.sentences = HTTPStatus(status), sentences
        self.headers, self.more = headers or {}, more

    @property
    def body(self):
        return [{"code": int(self.status), "description": sentence, **self.more} for sentence in self.sentences]


def of_form(form, renamed=None):
    """The Problem of an invalid form: a sentence a parameter, 404 when a service is named that does not exist."""
    renamed, sentences, unknown = renamed or {}, [], False
    for name, errors in form.errors.as_data().items():
        unknown = unknown or any(error.code == "invalid_choice" and name == "service_code" for error in errors)
        sentences += [f"{renamed.get(name, name)}: {said}" for error in errors for said in error.messages]
    return Problem(404 if unknown else 400, *sentences)
