"""The control of every leak scan: a coffre that seals nothing. It stands in the tests alone."""

from __future__ import annotations

from dla_market.kernel.coffre import Coffre


class CoffreDeVerre(Coffre):
    """What it is given, it gives back: a scan that sees nothing with it is blind."""

    def sceller(self, cle: bytes, clair: bytes, contexte: str) -> bytes:  # noqa: ARG002  # the coffre's own signature
        """In clear."""
        return clair

    def desceller(self, cle: bytes, bloc: bytes, contexte: str) -> bytes:  # noqa: ARG002  # see above
        """As it was."""
        return bloc
