from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class GridConfig(AppConfig):
    name = "grid"

    def ready(self):
        # What the floors above add to pages of this one, and which lists can be exported.
        autodiscover_modules("related", "ledgers")
