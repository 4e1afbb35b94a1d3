"""What floors above add to a case's page: they register here, for this floor knows none of them.

A hook is called with (case, user) and returns None or (template name, its context).
"""

HOOKS = []


def related_to(case, user):
    """What there is to add to the page of `case` for `user`, as (template, context)."""
    return [found for hook in HOOKS if (found := hook(case, user))]
