"""What the export menu of a list carries along."""

from django import template

from grid.exports import query_of

register = template.Library()


@register.simple_tag(takes_context=True)
def narrowed(context):
    """The part of this page's address that says which rows it lists."""
    return query_of(context["request"].GET)
