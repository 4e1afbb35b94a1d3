"""The routing rules with which the demonstration begins: an exception first, then the general ones."""

from grid.models import Category, Department, Grid, RoutingRule

# (type or group, place, department, assisting, note)
RULES = (
    ("0110", "120106001", "chengguan", ["zhifa"], "平房区暴露垃圾由区城管委牵头，综合执法协办"),
    ("02", "", "chengguan", [], ""),
    ("0107", "", "zhifa", ["chengguan"], "沿街晾挂由综合执法先行劝导"),
)


def route(district):
    """Write the rules, once."""
    if RoutingRule.objects.filter(district=district).exists():
        return
    bureaus = Department.objects.in_bulk(field_name="code")
    for kind, place, lead, helpers, note in RULES:
        RoutingRule.append(
            district, category=Category.objects.get(code=kind), territory=Grid.objects.filter(code=place).first(),
            department=bureaus[lead], assisting=[bureaus[code].pk for code in helpers], note=note,
        )  # fmt: skip
