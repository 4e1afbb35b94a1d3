"""Every setting of the house, read from the environment with its type.

Production is the default and is refused when half configured. Three flags change that:
`DEMO=true` (the embedded servers of this checkout), `TEST=true` (set by `portal.testing`) and
`BUILD=true` (commands that need neither secrets nor servers: collectstatic, check, makemigrations).
`docs/operations.md` lists the variables for whoever runs the portal.
"""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from portal import embedded

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEMO = env.bool("DEMO", False)
TEST = env.bool("TEST", False)
BUILD = env.bool("BUILD", False)
PRODUCTION = not (DEMO or TEST or BUILD)
DEBUG = env.bool("DEBUG", False)

# --- A half-configured production does not start ----------------------------------------------

NEEDED = {
    "SECRET_KEY": "SECRET_KEY is not set: give it 50 random characters and keep it secret.",
    "ALLOWED_HOSTS": "ALLOWED_HOSTS is not set: name the hosts people will type, separated by commas.",
    "DATABASE_URL": "DATABASE_URL is not set: name the PostgreSQL server, as postgres://user:password@host/name.",
    "REDIS_URL": "REDIS_URL is not set: name the Redis server, as redis://:password@host:6379/0.",
}


def refuse_half_configured() -> None:
    """Raise ImproperlyConfigured with one sentence for each thing production lacks."""
    sentences = [sentence for name, sentence in NEEDED.items() if not env.str(name, "")]
    if DEBUG:
        sentences.append("DEBUG is true: error pages would show secrets to everybody; leave it out in production.")
    if len(env.str("SECRET_KEY", "x" * 50)) < 50:
        sentences.append("SECRET_KEY is shorter than 50 characters: use a longer random one.")
    if sentences:
        raise ImproperlyConfigured("\n".join(sentences))


if PRODUCTION:
    refuse_half_configured()

# The demo falls back to the embedded servers of this checkout; BUILD needs no server at all.
LOCAL = embedded.addresses(embedded.state_dir("demo"))

NODE = env.int("NODE", 0)
if not 0 <= NODE <= 999:
    raise ImproperlyConfigured("NODE must lie between 0 and 999: every installation counts its ids in its own lane.")

SECRET_KEY = env.str("SECRET_KEY", "") or (
    embedded.kept_secret(embedded.state_dir("demo")) if DEMO else get_random_secret_key()
)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# The container's own health check asks by a loopback name.
ALLOWED_HOSTS = [*env.list("ALLOWED_HOSTS", default=["*"] if DEMO else ["testserver"]), "localhost", "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# --- The house ---------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "pgtrigger",
    "pghistory",
    "django_filters",
    "leaflet",  # its template tags only: leaflet.forms and leaflet.admin need GDAL
    "django_htmx",
    "csp",
    "axes",
    "grid.apps.GridConfig",
    "whistle.apps.WhistleConfig",
    "disputes.apps.DisputesConfig",
    "portal.apps.PortalConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "portal.middleware.Compress",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "portal.middleware.CalmFailure",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "portal.middleware.SessionLimits",
    "portal.middleware.KeepPrivate",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.menu.menu",
            ],
        },
    }
]

FORM_RENDERER = "portal.renderer.KitRenderer"
# What the top bar says: the portal's own name, and whose it is.
SITE_NAME = env.str("SITE_NAME", "红桥区基层治理网格化平台")
SITE_NAME_EN = env.str("SITE_NAME_EN", "Hongqiao District Grid Governance")
SITE_OWNER = env.str("SITE_OWNER", "天津市红桥区社会治理中心")
SITE_OWNER_EN = env.str("SITE_OWNER_EN", "Hongqiao Social Governance Centre, Tianjin")

# --- Servers -----------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=LOCAL["DATABASE_URL"])}
# A page waits at most 3 s for a lock and 10 s for an answer; workers and commands set their own.
STATEMENT_TIMEOUT = env.str("DB_STATEMENT_TIMEOUT", "10s")
DATABASES["default"] |= {
    "CONN_MAX_AGE": None,
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": DATABASES["default"].get("OPTIONS", {})
    | {
        "connect_timeout": 3,
        "options": f"-c lock_timeout=3s -c statement_timeout={STATEMENT_TIMEOUT} -c jit=off"
        f" -c idle_in_transaction_session_timeout={'0' if TEST else '15s'}",
    },
}
DEFAULT_AUTO_FIELD = "grid.casework.ids.NodeBigAutoField"

REDIS_URL = env.str("REDIS_URL", LOCAL["REDIS_URL"])
# Celery has its own words for a socket and for the number of a database behind it.
_BROKER = REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", "") or _BROKER
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "portal"}
}

# --- Who is there ------------------------------------------------------------------------------

AUTH_USER_MODEL = "grid.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [*(["django.contrib.auth.hashers.MD5PasswordHasher"] if TEST else []), "portal.passwords.Argon2id"]
# 等保 asks for complexity, OWASP ASVS asks for length and no composition rules: each site decides once.
PASSWORD_PROFILE = env.str("PASSWORD_PROFILE", "dengbao")
_STOCK = "django.contrib.auth.password_validation"
_PROFILES: dict[str, list[dict]] = {
    "dengbao": [
        {"NAME": f"{_STOCK}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
        {"NAME": "portal.passwords.ThreeClasses"},
    ],
    "asvs": [{"NAME": f"{_STOCK}.MinimumLengthValidator", "OPTIONS": {"min_length": 15}}],
}
if PASSWORD_PROFILE not in _PROFILES:
    raise ImproperlyConfigured("PASSWORD_PROFILE must be dengbao or asvs.")
AUTH_PASSWORD_VALIDATORS = [
    *_PROFILES[PASSWORD_PROFILE],
    {"NAME": f"{_STOCK}.CommonPasswordValidator"},
    {"NAME": f"{_STOCK}.UserAttributeSimilarityValidator"},
]
# 等保 asks for a new password now and then, ASVS advises against it; 0 never asks.
PASSWORD_MAX_AGE_DAYS = env.int("PASSWORD_MAX_AGE_DAYS", 90 if PRODUCTION and PASSWORD_PROFILE == "dengbao" else 0)
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"

# An account is shut for 15 minutes after 5 failures (GB/T 22239 8.1.4.1 b); kept in the database,
# because Redis may be emptied at any time. An office shares one address, so addresses are not shut.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # it asks for addresses
AXES_LOCKOUT_CALLABLE = "portal.account.locked_out"

# Sessions live in the database: whoever leaves loses his rights at once.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", 15 if PRODUCTION else 12 * 60)
SESSION_COOKIE_HTTPONLY = True

# --- What the browser is told ------------------------------------------------------------------

HTTPS = env.bool("HTTPS", PRODUCTION)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|livez)$"]
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
# Only behind a proxy that removes this header from what clients send, and adds the client's address to the other.
TRUST_PROXY = env.bool("TRUST_PROXY", False)
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
PERMISSIONS_POLICY: dict[str, str | list[str]] = {
    "geolocation": "self",
    "camera": "self",
    "microphone": [],
    "payment": [],
    "usb": [],
}

# --- The public page -----------------------------------------------------------------------------

# A household, a school or a whole mobile network may share one address, so these are generous.
PUBLIC_REPORTS_PER_HOUR = env.int("PUBLIC_REPORTS_PER_HOUR", 30)
PUBLIC_GUESSES_PER_HOUR = env.int("PUBLIC_GUESSES_PER_HOUR", 30)
# So long after a matter ended its reporter's name, phone and query code are kept (PIPL, article 19).
CONTACT_KEPT_DAYS = env.int("CONTACT_KEPT_DAYS", 365)
PUBLIC_HOTLINE = env.str("PUBLIC_HOTLINE", "12345")
TEXT_GATEWAY = env.str("TEXT_GATEWAY", "file" if DEMO else "none")  # none, console, file, webhook
TEXT_WEBHOOK_URL = env.str("TEXT_WEBHOOK_URL", "")
# How near and how lately a report of the same kind is taken for the same matter.
SIMILAR_METRES, SIMILAR_DAYS = env.int("SIMILAR_METRES", 200), env.int("SIMILAR_DAYS", 30)
WHISTLE_BLOWERS = env.list("WHISTLE_BLOWERS", default=["street_party_secretary", "street_director"])
ORDER_DUE_SOON_HOURS = env.int("ORDER_DUE_SOON_HOURS", 2)  # or from its reminder on
CALENDAR_READS_PER_HOUR = env.int("CALENDAR_READS_PER_HOUR", 60)

# --- Files, languages, maps, log ---------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# The demo and the tests serve static/ as it stands; production serves hashed, compressed copies.
STATIC_ROOT = None if DEMO or TEST else BASE_DIR / "staticfiles"
WHITENOISE_USE_FINDERS = DEMO or TEST
WHITENOISE_AUTOREFRESH = TEST  # looks at the files when asked for one, not for every test client
MEDIA_ROOT = env.path("MEDIA_ROOT", str(embedded.state_dir("demo") / "media" if DEMO else BASE_DIR / "media"))()
STORAGES = {
    "default": {"BACKEND": "grid.storage.WholeFiles"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO or TEST
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o640

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "portal.formats"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

LEAFLET_CONFIG = {
    "TILES": [],  # no outside tiles: many sites have no internet, and boundaries must comply
    "ATTRIBUTION_PREFIX": False,
    "RESET_VIEW": False,
    "SCALE": "metric",
    "FORCE_IMAGE_PATH": True,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
