"""The verbs of an incident: one view each, made from one table of their forms."""

from grid.casework import access
from grid.casework.access import PLAIN, NoteForm, moves_a
from grid.forms import turns
from grid.forms.incidents import DeclineForm, DispatchForm, EvaluateForm, ResultForm, SayWhyForm, SignForm
from grid.forms.likeness import MergeForm
from grid.models import Incident

# verb: (its form, its page). In the order of the flow table.
FORMS = {
    "accept": (NoteForm, PLAIN),
    "ask_to_verify": (NoteForm, PLAIN),
    "verify": (turns.VerifyForm, "grid/with_photos.html"),
    "merge": (MergeForm, "grid/merge.html"),
    "decline": (DeclineForm, PLAIN),
    "dispatch": (DispatchForm, "grid/dispatch.html"),
    "refuse_return": (SayWhyForm, PLAIN),
    "handle_here": (NoteForm, PLAIN),
    "report_up": (turns.ReportUpForm, PLAIN),
    "reclassify": (turns.TypeForm, PLAIN),
    "sign": (SignForm, PLAIN),
    "return_order": (turns.ReturnForm, PLAIN),
    "claim": (NoteForm, PLAIN),
    "assign": (turns.AssignForm, PLAIN),
    "consult": (turns.ConsultForm, "grid/to_departments.html"),
    "answer": (turns.AnswerForm, "grid/answer.html"),
    "request_extension": (SayWhyForm, "grid/more_time.html"),
    "endorse_extension": (NoteForm, "grid/more_time.html"),
    "approve_extension": (NoteForm, "grid/more_time.html"),
    "refuse_extension": (SayWhyForm, "grid/more_time.html"),
    "request_suspension": (turns.SuspendForm, "grid/more_time.html"),
    "approve_suspension": (NoteForm, "grid/more_time.html"),
    "refuse_suspension": (SayWhyForm, "grid/more_time.html"),
    "resume": (NoteForm, PLAIN),
    "submit_result": (ResultForm, "grid/submit_result.html"),
    "pass_check": (turns.CheckForm, "grid/with_photos.html"),
    "fail_check": (turns.CheckFailedForm, "grid/with_photos.html"),
    "evaluate": (EvaluateForm, "grid/evaluate.html"),
    "record_call": (NoteForm, "grid/evaluate.html"),
    "close_unheard": (SayWhyForm, PLAIN),
    "handle_again": (turns.UnhappyForm, "grid/evaluate.html"),
    "contest": (turns.UnhappyForm, "grid/evaluate.html"),
    "order_again": (SayWhyForm, PLAIN),
    "close_contested": (SayWhyForm, PLAIN),
    "comment": (turns.WordForm, PLAIN),
    "respond": (turns.WordForm, PLAIN),
    "inform": (turns.DepartmentsForm, "grid/to_departments.html"),
    "instruct": (turns.WordForm, PLAIN),
    "void": (SayWhyForm, PLAIN),
    "force_close": (SayWhyForm, PLAIN),
    "reopen": (SayWhyForm, PLAIN),
    "appeal": (SayWhyForm, PLAIN),
    "review_appeal": (turns.ReviewForm, PLAIN),
    "decide_appeal": (turns.DecideForm, PLAIN),
}


@moves_a(Incident, turns.SplitForm)
def split(request, case, said):
    """The part that was split off is looked at next."""
    return case.split(**said).get_absolute_url()


VERBS = [*access.turns(Incident, FORMS), split]
