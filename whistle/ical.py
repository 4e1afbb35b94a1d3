"""Calendars as other programs read them: iCalendar (RFC 5545), no more of it than report-ins need."""

from datetime import UTC

MOST = 75  # octets of a line, its end not counted
LONG = "PT1H"  # how long a report-in is shown to take: nobody says how long it will
HEAD = (
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//GridWhistle//Report-ins//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
)
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def calendar(name, events, at):
    """The text of a calendar of these events (whistle.report_ins.ReportIn), as it stands at the moment `at`."""
    lines = [*HEAD, f"X-WR-CALNAME:{text(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"]
    for event in events:
        lines += entry(event, at)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def entry(event, at):
    """The lines of one event; its UID never changes, its SEQUENCE rises with every change of the case."""
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{moment(at)}",
        f"SEQUENCE:{event.sequence}",
        f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}",
        f"DTSTART:{moment(event.at)}",
        f"DURATION:{LONG}",
        f"SUMMARY:{text(event.title)}",
        f"LOCATION:{text(event.place)}",
        f"DESCRIPTION:{text(event.number)}",
        f"URL:{event.address}",
    ]
    if event.lat is not None:
        lines.append(f"GEO:{event.lat:.6f};{event.lng:.6f}")
    return [*lines, "TRANSP:OPAQUE", "END:VEVENT"]


def moment(at):
    """A moment in UTC, so that no time zone needs to be described."""
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def text(words):
    """A value of type TEXT: what has a meaning is escaped, and no control character is left."""
    kept = "".join(each for each in words.replace("\r\n", "\n") if each in "\n\t" or each.isprintable())
    return kept.translate(ESCAPED)


def folded(line):
    """The line in pieces of at most 75 octets, none of which breaks a character."""
    pieces, piece, size = [], "", 0
    for each in line:
        width = len(each.encode())
        if size + width > MOST:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + each, size + width
    return "\r\n".join([*pieces, piece])
