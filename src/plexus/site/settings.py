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
# Proxies whose word on the visitor's address is believed: their addresses or networks, or only how many they are.
PLEXUS_TRUSTED_PROXIES: list[str] = env.list("PLEXUS_TRUSTED_PROXIES", [])
PLEXUS_PROXIES = env.int("PLEXUS_PROXIES", 0)

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
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "plexus.kernel.workspaces",
    "plexus.kernel.identity",
    "plexus.kernel.jobs",
    "plexus.kernel.journal",
    "plexus.kernel.schema",
    "plexus.kernel.access",
    "plexus.kernel.expressions",
    "plexus.kernel.records",
    "plexus.kernel.search",
    "plexus.kernel.files",
    "plexus.kernel.following",
    "plexus.kernel.lists",
    "plexus.kernel.views",
    "plexus.shell.exporting",
    "plexus.shell.commanding",
    "plexus.shell.api",
    "plexus.shell.importing",
    "plexus.shell.hooks",
    "plexus.crm.customers",
    "plexus.crm.engagement",
    "plexus.crm.sales",
    "plexus.crm.relations",
)
AUTH_USER_MODEL = "identity.User"

MIDDLEWARE = (
    "plexus.site.proxies.Proxies",  # Before others: they see the visitor's address.
    "django.middleware.security.SecurityMiddleware",
    "plexus.site.static_files.StaticFilesMiddleware",
    "plexus.site.security_policy.SecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "plexus.shell.web.arriving.actor.ActorMiddleware",
)

ROOT_URLCONF = "plexus.site.urls"
WSGI_APPLICATION = "plexus.site.wsgi.application"
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
                "plexus.shell.web.frame.frame",
            ],
        },
    }
]

DATABASES = databases.aliases(env.str("DATABASE_URL", databases.UNSET_URL))

# The API: requests a minute of one token, refused tokens a minute of one address, the largest body
# and the largest upload of a file in bytes.
PLEXUS_API_RATE = env.int("PLEXUS_API_RATE", 1_200)
PLEXUS_API_FAILURES = env.int("PLEXUS_API_FAILURES", 120)
# Requests a minute of one address, whatever its tokens; attempts a minute of one address at the doors for strangers;
# exports and imports an hour of one person, by page and API together.
PLEXUS_ADDRESS_RATE = env.int("PLEXUS_ADDRESS_RATE", 6_000)
PLEXUS_SIGN_IN_RATE = env.int("PLEXUS_SIGN_IN_RATE", 60)
PLEXUS_EXPORT_RATE = env.int("PLEXUS_EXPORT_RATE", 600)
PLEXUS_IMPORT_RATE = env.int("PLEXUS_IMPORT_RATE", 600)
# How many days the feed of changes goes back.
PLEXUS_FEED_DAYS = env.int("PLEXUS_FEED_DAYS", 90)
# Webhooks: private networks that they may reach all the same (10.1.0.0/16), without encryption too; after how many days
# on which nothing arrived one is switched off; and how many days messages are kept that have arrived or were given up.
PLEXUS_WEBHOOK_NETWORKS: list[str] = env.list("PLEXUS_WEBHOOK_NETWORKS", [])
PLEXUS_WEBHOOK_DAYS = env.int("PLEXUS_WEBHOOK_DAYS", 5)
PLEXUS_WEBHOOK_LOG_DAYS = env.int("PLEXUS_WEBHOOK_LOG_DAYS", 30)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a file of hundreds of columns, each with its texts, is one form
PLEXUS_UPLOAD_BYTES = 257 * 1024**2
PLEXUS_PAGE_BYTES = 1025 * 1024**2  # several files of an import together
# Files on records: the largest in bytes, and the kinds that are taken and refused, as the bytes tell them (image/*).
PLEXUS_FILE_BYTES = env.int("PLEXUS_FILE_BYTES", 100 * 1024**2)
PLEXUS_FILE_TYPES: list[str] = env.list("PLEXUS_FILE_TYPES", ["*"])
PLEXUS_FILE_TYPES_REFUSED: list[str] = env.list("PLEXUS_FILE_TYPES_REFUSED", [])

# Jobs: apps register theirs with `plexus.kernel.jobs.registry`, in their `jobs` module.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""

# Signing in: by e-mail address, without public sign-up; attempts are counted in the database, for all processes.
AUTHENTICATION_BACKENDS = ("allauth.account.auth_backends.AuthenticationBackend",)
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "plexus_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
LOGIN_URL, LOGIN_REDIRECT_URL, ACCOUNT_LOGOUT_REDIRECT_URL = "account_login", "/", "/sign-in"
ACCOUNT_ADAPTER = "plexus.shell.web.entrance.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Plexus] "
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/m/ip,5/300s/key", "reset_password": "10/m/ip,3/m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = 0  # Proxies has put REMOTE_ADDR right before.
MFA_ADAPTER = "plexus.shell.web.entrance.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Plexus"
# Whether visitors of this machine itself may look around in the demo as a made-up person.
PLEXUS_DEMO = env.bool("PLEXUS_DEMO", default=False)

# Letters: by SMTP when a server is named, else kept as files in the data folder, and people are told so.
EMAIL_HOST = env.str("PLEXUS_MAIL_HOST", "")
EMAIL_PORT = env.int("PLEXUS_MAIL_PORT", 587)
EMAIL_HOST_USER = env.str("PLEXUS_MAIL_USER", "")
EMAIL_HOST_PASSWORD = env.str("PLEXUS_MAIL_PASSWORD", "")
EMAIL_USE_TLS = env.bool("PLEXUS_MAIL_TLS", default=True)
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = PLEXUS_DATA / "mail"
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
DEFAULT_FROM_EMAIL = env.str("PLEXUS_MAIL_FROM", EMAIL_HOST_USER or "plexus@localhost")
ACCOUNT_EMAIL_NOTIFICATIONS = bool(EMAIL_HOST)

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
SESSION_ENGINE = "plexus.kernel.identity.sessions"
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
