"""The coffre of this application, handed to the operations that seal and unseal."""

from __future__ import annotations

from flask import current_app

from dla_market.kernel.coffre import Coffre


def coffre() -> Coffre:
    """Read once at start-up; never looked for by an operation itself."""
    ouvert: Coffre = current_app.extensions["coffre"]
    return ouvert
