"""A fiche through time: its preview, its history, what changed since someone in charge read it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from dla_market.blueprints.catalogue import mots_histoire
from dla_market.blueprints.catalogue.fiche_views import contenu_de_fiche, mots_de_fiche
from dla_market.catalogue import histoire, operations_vie, queries
from dla_market.catalogue.models import EtatFiche, Prestataire
from dla_market.comptes.acteur import LIBELLES_ROLE, Acteur
from dla_market.comptes.models import Role, TypeOrganisation
from dla_market.kernel.db import session_courante
from dla_market.policies.grid import permits
from dla_market.web.actes import acte, qui
from dla_market.web.forms import FormulaireActe
from dla_market.web.nomenclatures import nomenclatures
from dla_market.web.pages import Reponse, page


def apercu(fiche: Prestataire) -> Reponse:
    """The fiche as a DLA of its region reads it: what the network may see, no more, whatever its state."""
    contenu = contenu_de_fiche(fiche, _un_dla_de_la_region(session_courante(), fiche))
    return page(
        "catalogue/consulter.html",
        titre=fiche.nom,
        fil=[("Ma fiche", url_for("catalogue.ma_fiche")), ("Telle que le réseau la lit", None)],
        apercu=True,
        suivie=False,
        selection=None,
        peut_avaliser=False,
        **contenu | {"lit_les_documents": False},
    )


def _un_dla_de_la_region(session: Session, fiche: Prestataire) -> Acteur:
    """A reader who is nobody: of a DLA of the seat's region, which never ordered from this prestataire.

    It bears the region's own id, by which what is written in the region is told (commandes.regard).
    """
    regional = session.scalars(queries.regionaux_de(fiche.departement_code)).first()
    return replace(
        qui(),
        organisation_id=0 if regional is None else regional.id,
        organisation_type=TypeOrganisation.DLA,
        role=Role.CHARGE_MISSION,
    )


def historique(fiche: Prestataire) -> Reponse:
    """Who did what, when, and what each field said before."""
    return page(
        "catalogue/historique.html",
        titre="Historique de la fiche",
        fil=[*fil_de(fiche), ("Historique", None)],
        fiche=fiche,
        moments=histoire.moments(session_courante(), qui(), fiche),
        verbes=mots_histoire.VERBES,
        roles={role.value: libelle for role, libelle in LIBELLES_ROLE.items()},
        **dires(),
    )


def comparer(fiche: Prestataire) -> Reponse:
    """What changed since the fiche was last read, field by field."""
    return page(
        "catalogue/comparer.html",
        titre=f"Changements de la fiche de {fiche.nom}",
        fil=[*fil_de(fiche), ("Changements", None)],
        fiche=fiche,
        comparaison=histoire.depuis_la_lecture(session_courante(), qui(), fiche),
        peut_relire=fiche.etat is EtatFiche.PUBLIEE and permits(qui(), "fiche:relire", fiche),
        **mots_de_fiche() | dires(),
    )


def relire(fiche: Prestataire) -> Reponse:
    """Say that the changes are read: the next comparison starts from here."""
    form = FormulaireActe()

    def montrer() -> Reponse:
        comparaison = histoire.depuis_la_lecture(session_courante(), qui(), fiche)
        titre, fil = f"Changements relus : {fiche.nom}", [*fil_de(fiche), ("Relire", None)]
        contexte = {"fiche": fiche, "comparaison": comparaison, "form": form, **dires()}
        return page("catalogue/relire.html", titre=titre, fil=fil, **contexte)

    return acte(
        form,
        montrer,
        lambda session, acteur: operations_vie.relire(session, acteur, fiche),
        vers=url_for("catalogue.suivre"),
        succes="C’est noté\u00a0: la prochaine comparaison partira d’ici.",
    )


def fil_de(fiche: Prestataire) -> list[tuple[str, str | None]]:
    """Where one comes from: one's own fiche, or those that one answers for."""
    if qui().role is Role.PRESTATAIRE:
        return [("Ma fiche", url_for("catalogue.ma_fiche"))]
    return [
        ("Fiches", url_for("catalogue.suivre")),
        (fiche.nom, url_for("catalogue.consulter", prestataire_id=fiche.id)),
    ]


def dires() -> dict[str, Any]:
    """What puts a difference in words."""
    connus = nomenclatures()
    return {
        "dire_champ": partial(mots_histoire.dire_champ, connus=connus),
        "dire_valeur": partial(mots_histoire.dire_valeur, connus=connus),
    }
