"""What waits in the follow-up of structures, for the home of each actor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from flask import url_for
from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session, joinedload

from dla_market.accompagnement import queries
from dla_market.accompagnement.models import Diagnostic, EtatDiagnostic, TypeDiagnostic
from dla_market.comptes.acteur import Acteur
from dla_market.ingenieries.models import Ingenierie, Participation
from dla_market.kernel import clock
from dla_market.web.attentes import Attente
from dla_market.web.filters import jour
from dla_market.web.parcours import lien

A_SUIVRE = timedelta(days=120)
"""A diagnostic may be the whole answer: after four months without an ingénierie it is taken to be."""


def attentes_structure(session: Session, acteur: Acteur) -> Iterator[Attente]:
    """A diagnostic to read and validate."""
    partages = queries.diagnostics_visibles(acteur).where(Diagnostic.etat == EtatDiagnostic.PARTAGE)
    for diagnostic in session.scalars(partages.order_by(Diagnostic.id)):
        yield Attente(
            "Relire et valider votre diagnostic",
            url_for("accompagnement.consulter_diagnostic", diagnostic_id=diagnostic.id),
            "Votre DLA l’a écrit après vos échanges. Vérifiez qu’il dit bien votre situation :"
            " vous pouvez le valider ou demander des changements. Comptez 15 minutes.",
        )


def attentes_charge(session: Session, acteur: Acteur) -> Iterator[Attente]:
    """A diagnostic sent back by its structure; one that it validated, and that no ingénierie follows yet."""
    depuis = Ingenierie.cree_le >= Diagnostic.valide_le
    suite = exists(
        select(Participation.id)
        .join(Ingenierie, Participation.ingenierie_id == Ingenierie.id)
        .where((Ingenierie.diagnostic_id == Diagnostic.id) | depuis)
        .where(Participation.structure_id == Diagnostic.structure_id)
    )
    rendu = and_(Diagnostic.etat == EtatDiagnostic.EN_COURS, Diagnostic.remarques != "")
    valide = and_(
        Diagnostic.etat == EtatDiagnostic.VALIDE,
        Diagnostic.type == TypeDiagnostic.PRE,
        Diagnostic.valide_le >= clock.now() - A_SUIVRE,
        ~suite,
    )
    siens = queries.diagnostics_visibles(acteur).where(or_(rendu, valide))
    ordre = (Diagnostic.valide_le, Diagnostic.id)
    for diagnostic in session.scalars(siens.options(joinedload(Diagnostic.structure)).order_by(*ordre)):
        if diagnostic.etat is EtatDiagnostic.EN_COURS:
            yield Attente(
                "Reprendre un diagnostic",
                url_for("accompagnement.consulter_diagnostic", diagnostic_id=diagnostic.id),
                f"{diagnostic.structure.nom} demande des changements",
            )
        elif url := lien("ingenieries.creer", diagnostic_id=diagnostic.id):
            yield Attente(
                "Donner suite à un diagnostic",
                url,
                f"{diagnostic.structure.nom}, validé le {jour(diagnostic.valide_le)}",
            )
