"""Which language the machine speaks, for what is made before anybody has chosen one."""

import os

CHINESE, ENGLISH = "zh-hans", "en"


def of_machine() -> str:
    """Simplified Chinese on a machine that is set to Chinese, else English."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return CHINESE if spoken.startswith("zh") else ENGLISH
