"""How tests press a button: the address of a verb, and the form as a browser sends it."""


def address(case, verb):
    return f"{case.get_absolute_url()}{verb}/"


def press(client, who, case, verb, **said):
    """Post the form of `verb` as `who`; the answer of the server."""
    client.force_login(who)
    return client.post(address(case, verb), said)


def status_of(case):
    """The status as the database has it."""
    return type(case).objects.values_list("status", flat=True).get(pk=case.pk)
