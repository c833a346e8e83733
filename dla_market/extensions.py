"""The extension instances, each made once and wired by the application factory."""

from __future__ import annotations

from flask import request
from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user
from flask_migrate import Migrate
from flask_security import Security
from flask_wtf import CSRFProtect

from dla_market.kernel.db import db
from dla_market.web.identification import Courrier
from dla_market.web.pages import htmx, rendre


def _qui() -> str:
    """Rate limits count by person once signed in, by address before."""
    if current_user and current_user.is_authenticated:
        return f"utilisateur:{current_user.get_id()}"
    return f"adresse:{get_remote_address()}"


def _sans_limite() -> bool:
    """Whether the request has no limit to meet: all of ours are on what is sent."""
    return request.method != "POST"


babel = Babel()
csrf = CSRFProtect()
limiteur = Limiter(key_func=_qui, headers_enabled=False)
limiteur.request_filter(_sans_limite)
migrate = Migrate(render_as_batch=True, compare_type=True)
security = Security(mail_util_cls=Courrier, render_template=rendre)

__all__ = ["babel", "csrf", "db", "htmx", "limiteur", "migrate", "security"]
