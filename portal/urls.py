"""The map of the house."""

from django.urls import include, path
from django.views.i18n import set_language

from portal import dashboards, desk, maps, notices, search, visit_figures, whistle_figures
from portal.account import Login, Logout, PasswordChange
from portal.health import healthz, livez

urlpatterns = [
    path("", include("grid.urls")),
    path("", include("whistle.urls")),
    path("", desk.desk, name="desk"),
    path("district/", dashboards.district, name="district"),
    path("whistles/figures/", whistle_figures.figures, name="whistle_figures"),
    path("visits/figures/", visit_figures.figures, name="visit_figures"),
    path("map/", maps.ground_map, name="map"),
    path("map/areas/<str:code>/<int:level>/<int:version>/", maps.areas, name="areas"),
    path("grids/<str:code>/", maps.grid_card, name="grid_card"),
    path("search/", search.search, name="search"),
    path("notices/", notices.index, name="notices"),
    path("notices/read/", notices.read, name="notices_read"),
    path("healthz", healthz, name="healthz"),
    path("livez", livez, name="livez"),
    path("language/", set_language, name="set_language"),
    path("account/login/", Login.as_view(), name="login"),
    path("account/logout/", Logout.as_view(), name="logout"),
    path("account/password/", PasswordChange.as_view(), name="password_change"),
]

handler500 = "portal.calm.server_error"
