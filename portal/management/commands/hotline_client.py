"""manage.py hotline_client add DISTRICT CHANNEL NAME [--source hotline] | rekey | revoke DISTRICT CHANNEL | list"""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from grid.models import Client, Grid, GridLevel, Source


class Command(BaseCommand):
    help = "Lets a platform (12345, 12319, …) push reports over Open311; its key is shown once and kept as a hash only."

    def add_arguments(self, parser):
        acts = parser.add_subparsers(dest="act", required=True)
        for act in ("add", "rekey", "revoke"):
            each = acts.add_parser(act)
            each.add_argument("district", help="code of the district, six digits")
            each.add_argument("channel", help="a short word for the platform, such as 12345")
            if act == "add":
                each.add_argument("name", help="how people call the platform")
                each.add_argument("--source", choices=Source.values, default=Source.HOTLINE)
                each.add_argument("--per-minute", type=int, default=120, help="requests a minute")
        acts.add_parser("list")

    def handle(self, *, act, **options):
        if act == "list":
            self.list()
        elif act == "add":
            self.add(**{name: options[name] for name in ("district", "channel", "name", "source", "per_minute")})
        else:
            getattr(self, act)(self.client(options["district"], options["channel"]))

    def add(self, district, **about):
        ground = Grid.objects.level(GridLevel.DISTRICT).active().filter(code=district).first()
        if ground is None:
            raise CommandError(_("There is no district %(code)s.") % {"code": district})
        try:
            _client, key = Client.connect(district=ground, **about)
        except (ValidationError, IntegrityError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(key)

    def rekey(self, client):
        self.stdout.write(client.rekey())

    def revoke(self, client):
        client.revoke()
        self.stdout.write(_("%(client)s may no longer connect.") % {"client": client})

    def list(self):
        for client in Client.objects.select_related("district"):
            state = "+" if client.is_active else "-"
            self.stdout.write(f"{state} {client.district.code} {client.channel} {client.name} {client.source}")

    def client(self, district, channel):
        client = Client.objects.filter(district__code=district, channel=channel).first()
        if client is None:
            raise CommandError(_("There is no client %(channel)s.") % {"channel": channel})
        return client
