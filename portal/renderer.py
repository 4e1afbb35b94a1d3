"""How a form is drawn, everywhere the same: label, control, help and error of each field."""

from django.forms.renderers import TemplatesSetting


class KitRenderer(TemplatesSetting):
    """Django's form rendering with the templates of the kit."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
