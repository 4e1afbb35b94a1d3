"""Reckons an assessed year a second time, from the trace: python tools/recount_assessment.py DSN DISTRICT YEAR.

It shares nothing with the portal but the tables: plain SQL reads the steps of orders and whistles (the
judged marks stand in the step of the rating), clocks, votes, other scores and point entries. Facts are
replayed from the steps as they stood when a rating was signed, or counted again after a ruling. Rules:
`domain.md` 5.4, and the page of `docs/decisions/` that says how an annual score comes about. Prints one
line a department with every number of its sheet: rank, sums, votes and entries counted, and for each street
(by code) its mean and how many ratings made it.
"""

import json
import sys
from collections import defaultdict
from fractions import Fraction

import psycopg

RATINGS = """
    SELECT r.id, r.order_id, o.whistle_id, s.code, d.code,
           GREATEST(r.at, (SELECT max(v.at) FROM whistle_ratingrevision v WHERE v.rating_id = r.id))
    FROM whistle_rating r
    JOIN whistle_order o ON o.id = r.order_id
    JOIN grid_department d ON d.id = o.department_id
    JOIN grid_grid g ON g.id = o.district_id
    JOIN grid_grid s ON s.id = o.street_id
    WHERE g.code = %s AND extract(year FROM r.at AT TIME ZONE 'Asia/Shanghai') = %s
    ORDER BY r.id
"""
SIGNED = """
    SELECT (data->'scores'->%s::text)::text FROM whistle_whistlestep
    WHERE case_id = %s AND verb = 'rate' ORDER BY seq DESC LIMIT 1
"""
# Ratings from before the trace kept the marks.
UNTOLD = "SELECT attitude, handling, result FROM whistle_rating WHERE id = %s"
STEPS = "SELECT data::text FROM whistle_{kind}step WHERE case_id = %s AND at <= %s ORDER BY seq"
CLOCKS = "SELECT stage, verdict FROM whistle_orderclock WHERE case_id = %s AND stopped_at <= %s ORDER BY id"
SCHEME = """
    SELECT sign_points, contact_points, report_in_points, presence_points, late_share, street_weight, round_weight,
           vote_share
    FROM whistle_assessmentscheme s JOIN grid_grid g ON g.id = s.district_id WHERE g.code = %s AND s.year = %s
"""
USUAL = (10, 5, 15, 10, 40, "0.50", 2, "0.30")
VOTES = """
    SELECT d.code, v.points FROM whistle_vote v JOIN grid_department d ON d.id = v.department_id
    JOIN grid_grid g ON g.id = d.district_id WHERE g.code = %s AND v.year = %s
"""
OTHERS = """
    SELECT d.code, s.points::text FROM whistle_otherscore s JOIN grid_department d ON d.id = s.department_id
    JOIN grid_grid g ON g.id = d.district_id WHERE g.code = %s AND s.year = %s
"""
ENTRIES = """
    SELECT d.code, p.points::text FROM whistle_pointentry p JOIN grid_department d ON d.id = p.department_id
    JOIN grid_grid g ON g.id = p.district_id WHERE g.code = %s AND p.year = %s
"""
DEPARTMENTS = """
    SELECT d.code, d.is_active FROM grid_department d JOIN grid_grid g ON g.id = d.district_id WHERE g.code = %s
"""


def replayed(cursor, kind, key, until):
    """What the steps of a case say its fields are at a moment."""
    fields = {}
    cursor.execute(STEPS.format(kind=kind), [key, until])
    for (data,) in cursor.fetchall():
        fields |= json.loads(data)
    return fields


def facts(cursor, order, whistle, until):
    """(signing, contact, attendance, finished late, round) as the trace tells them at a moment."""
    told, called = replayed(cursor, "order", order, until), replayed(cursor, "whistle", whistle, until)
    cursor.execute(CLOCKS, [order, until])
    clocks = defaultdict(list)
    for stage, verdict in cursor.fetchall():
        clocks[stage].append(verdict)

    def timing(stage):
        return "never" if stage not in clocks else "late" if "late" in clocks[stage] else "on_time"

    came = told.get("attendance_ruling") or told.get("attendance")
    if not came:
        came = "late" if told.get("reported_late") else "on_time" if told.get("reported_at") else "not_present"
    signed = timing("sign") if told.get("signed_at") else "never"
    return signed, timing("contact"), came, "late" in clocks["handle"], called.get("round") or 1


def marks(told, judged, scheme):
    """(timeliness, presence, cap, total) that these facts and the judged marks make."""
    signing, contact, came, finished_late, no = told
    sign_most, contact_most, come_most, present_most, late_share = scheme[:5]

    def share(most, how):
        if how == "late":
            return (most * late_share + 50) // 100
        return most if how == "on_time" else 0

    timeliness = share(sign_most, signing) + share(contact_most, contact) + share(come_most, came)
    presence, cap = share(present_most, came), 100
    if no > 1:
        cap = 70
    elif finished_late:
        cap = 80
    if came == "not_present":
        timeliness, cap = 0, 60
    return timeliness, presence, cap, min(timeliness + presence + sum(judged), cap)


def judged_marks(cursor, rating, order, whistle):
    """What the street gave: [attitude, handling, result], as the signed step tells."""
    cursor.execute(SIGNED, [str(order), whistle])
    (told,) = cursor.fetchone() or (None,)
    if told:
        return json.loads(told)
    cursor.execute(UNTOLD, [rating])
    return list(cursor.fetchone())


def ratings(cursor, district, year):
    """{rating: (department, street, round, judged marks, (timeliness, presence, cap, total))}"""
    cursor.execute(SCHEME, [district, year])
    scheme = cursor.fetchone() or USUAL
    cursor.execute(RATINGS, [district, year])
    found = {}
    for key, order, whistle, street, department, until in cursor.fetchall():
        told, judged = facts(cursor, order, whistle, until), judged_marks(cursor, key, order, whistle)
        found[key] = department, street, told[-1], judged, marks(told, judged, scheme)
    return found, scheme


def by_code(cursor, query, district, year):
    table = defaultdict(list)
    cursor.execute(query, [district, year])
    for code, points in cursor.fetchall():
        table[code].append(Fraction(points))
    return table


def average(numbers):
    numbers = list(numbers)
    return sum(numbers, Fraction(0)) / len(numbers) if numbers else None


def street_means(rated, round_weight):
    """{department: {street: (mean of its ratings, how many)}}"""
    given, counts = defaultdict(lambda: defaultdict(list)), defaultdict(int)
    for department, street, no, _judged, (*_parts, total) in rated.values():
        given[department][street] += [Fraction(total)] * (round_weight if no > 1 else 1)
        counts[department, street] += 1
    return {
        code: {street: (average(each), counts[code, street]) for street, each in streets.items()}
        for code, streets in given.items()
    }


def shown(number):
    """Two decimals, half away from zero; None for nothing."""
    if number is None:
        return None
    cents, rest = divmod(abs(number.numerator) * 100, number.denominator)
    cents += 2 * rest >= number.denominator
    return f"{'-' if number < 0 and cents else ''}{cents // 100}.{cents % 100:02}"


def recount(cursor, district, year):
    """{department code: {figure: text}} of a year as its tables stand now."""
    rated, scheme = ratings(cursor, district, year)
    means = street_means(rated, scheme[6])
    scores = {code: average(mean for mean, _count in streets.values()) for code, streets in means.items()}
    votes, others = by_code(cursor, VOTES, district, year), by_code(cursor, OTHERS, district, year)
    entries = by_code(cursor, ENTRIES, district, year)
    cursor.execute(DEPARTMENTS, [district])
    sheets = {}
    for code in [code for code, active in cursor.fetchall() if active or code in scores]:
        score = scores.get(code, average(scores.values()))
        sums = reckoned(score, average(votes[code]), average(others[code]), sum(entries[code], Fraction(0)), scheme)
        counts = {"votes": str(len(votes[code])), "entries": str(len(entries[code]))}
        for street, (mean, count) in means.get(code, {}).items():
            counts |= {f"{street}.mean": shown(mean), f"{street}.ratings": str(count)}
        sheets[code] = {name: shown(number) for name, number in sums.items()} | counts
    for sheet in sheets.values():
        sheet["rank"] = rank(sheet["total"], [each["total"] for each in sheets.values()])
    return sheets


def reckoned(score, vote, other, extra, scheme):
    """{figure: exact number} of one department."""
    weight, share = Fraction(str(scheme[5])), Fraction(str(scheme[7]))
    half = score if score is None or vote is None else score - share * score + share * vote
    whole = None if half is None or other is None else weight * half + other - weight * other + extra
    return {"score": score, "vote": vote, "street_half": half, "other": other, "extra": extra, "total": whole}


def rank(total, totals):
    """The place by the totals as they are shown, equals alike; None without a total."""
    if total is None:
        return None
    return str(1 + sum(Fraction(each) > Fraction(total) for each in totals if each is not None))


def main(dsn, district, year):
    with psycopg.connect(dsn) as connection, connection.cursor() as cursor:
        for code, sheet in sorted(recount(cursor, district, int(year)).items()):
            print(code, *(f"{name}={number}" for name, number in sheet.items()))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
