"""Signing in and out, and changing one's password."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.demo_logins import demo


class LoginForm(AuthenticationForm):
    """Name and password; the sentence after a failure does not tell which of the two was wrong."""

    error_messages = AuthenticationForm.error_messages | {
        "invalid_login": gettext_lazy(
            "The login name or the password is wrong. After five failures the account is locked for 15 minutes."
        ),
    }


class Login(views.LoginView):
    """The door. `next` leads only to addresses of this portal; in the demo, everybody's key is on the page."""

    template_name = "account/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_success_url(self):
        if self.request.user.password_is_old:
            messages.warning(self.request, _("Your password has grown old. Please choose a new one."))
            return reverse("password_change")
        return super().get_success_url()

    def get_context_data(self, **kwargs):
        page = super().get_context_data(**kwargs) | demo()
        page.pop("site_name")  # Django's is the host's name; the top bar says the portal's own
        return page


class Logout(views.LogoutView):
    """The way out: nothing of this person stays on the phone, be it cached pages, photos or unsent drafts."""

    def post(self, request, *args, **kwargs):
        response = super().post(request, *args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


class PasswordChange(views.PasswordChangeView):
    """A new password, proved with the old one."""

    template_name = "account/password_change.html"
    success_url = "/"

    def form_valid(self, form):
        form.user.password_changed_at = timezone.now()
        response = super().form_valid(form)
        messages.success(self.request, _("Your password has been changed."))
        return response


def locked_out(request, *args, **kwargs):
    """The page after too many failures (called by axes): what happened, and when the door opens again."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    sentence = ngettext(
        "This account is locked after too many failures. Try again in %(minutes)s minute, "
        "or ask your system administrator.",
        "This account is locked after too many failures. Try again in %(minutes)s minutes, "
        "or ask your system administrator.",
        minutes,
    ) % {"minutes": minutes}
    page = {"form": LoginForm(request), "sentence": sentence} | demo()
    return render(request, "account/login.html", page, status=429)
