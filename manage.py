#!/usr/bin/env python
"""Django's command line."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one management command; `demo` needs no settings from the environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    # A migration or a recount may take longer than a page is allowed to.
    os.environ.setdefault("DB_STATEMENT_TIMEOUT", "0")
    if sys.argv[1:2] == ["demo"]:
        os.environ.setdefault("DEMO", "true")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
