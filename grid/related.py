"""What floors above add to a case's page: they register here, for this floor knows none of them.

An app says what it adds in its module `related`, which is read when the house starts.
"""

HOOKS = []


def adds(hook):
    """Register `hook(case, user)`, which returns None or (template, context); the template reads it as `related`."""
    HOOKS.append(hook)
    return hook


def related_to(case, user):
    """What there is to add to the page of `case` for `user`, as (template, context)."""
    return [found for hook in HOOKS if (found := hook(case, user))]
