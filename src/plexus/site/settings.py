"""Every setting of Plexus. What a firm may change comes from the environment; the rest is fixed here."""

from pathlib import Path

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _
from environs import Env

from plexus.site import databases, logs, secrets

env = Env()
PACKAGE = Path(__file__).resolve().parents[1]

# Where Plexus keeps what it must not lose, and where people find it.
PLEXUS_DATA = Path(env.str("PLEXUS_DATA", "plexus-data")).absolute()
PLEXUS_ORIGIN = env.str("PLEXUS_ORIGIN", "")
DEBUG = env.bool("PLEXUS_DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", "") or secrets.secret_key(PLEXUS_DATA)
ALLOWED_HOSTS = env.list("PLEXUS_HOSTS", ["localhost", "127.0.0.1", "[::1]", ".localhost"])
CSRF_TRUSTED_ORIGINS = [PLEXUS_ORIGIN] if PLEXUS_ORIGIN else []
MEDIA_ROOT = PLEXUS_DATA / "files"

INSTALLED_APPS = (
    "plexus.site",
    "plexus.shell",  # Before others: its templates dress theirs.
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "plexus.kernel.workspaces",
    "plexus.kernel.identity",
    "plexus.kernel.jobs",
    "plexus.kernel.journal",
    "plexus.kernel.schema",
    "plexus.kernel.access",
    "plexus.kernel.records",
    "plexus.kernel.search",
    "plexus.shell.importing",
    "plexus.crm.customers",
    "plexus.crm.engagement",
    "plexus.crm.sales",
)
AUTH_USER_MODEL = "identity.User"

MIDDLEWARE = (
    "django.middleware.security.SecurityMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)

ROOT_URLCONF = "plexus.site.urls"
WSGI_APPLICATION = "plexus.site.wsgi.application"
ASGI_APPLICATION = "plexus.site.asgi.application"
APPEND_SLASH = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "plexus.shell.web.appearance.appearance",
            ],
        },
    }
]

DATABASES = databases.aliases(env.str("DATABASE_URL", databases.UNSET_URL))

# Jobs: apps register theirs with `plexus.kernel.jobs.registry`, in their `jobs` module.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""

# Language and time: stored in UTC and English ids, shown as the person reads.
LANGUAGE_CODE = "en"
LANGUAGES = (("en", _("English")), ("zh-hans", _("Simplified Chinese")))
LOCALE_PATHS = (PACKAGE / "locale",)
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("PLEXUS_TIME_ZONE", "UTC")

# Static files: built into the wheel, served by the web process itself.
STATIC_URL = "/static/"
STATIC_ROOT = PLEXUS_DATA / "static"
PLEXUS_HASHED_STATIC = env.bool("PLEXUS_HASHED_STATIC", default=False)
_STORAGE = "servestatic.storage.CompressedManifestStaticFilesStorage" if PLEXUS_HASHED_STATIC else None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STORAGE or "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
SERVESTATIC_USE_FINDERS = not PLEXUS_HASHED_STATIC
SERVESTATIC_USE_MANIFEST = PLEXUS_HASHED_STATIC
SERVESTATIC_KEEP_ONLY_HASHED_FILES = True

# Security: nothing is loaded from elsewhere, no inline script, cookies only where they belong.
_HTTPS = PLEXUS_ORIGIN.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "style-src-attr": [UNSAFE_INLINE],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LOGGING = logs.configure(level=env.str("PLEXUS_LOG_LEVEL", "INFO"), as_json=env.bool("PLEXUS_LOG_JSON", default=False))
