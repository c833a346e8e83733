"""The columns of an exported search, and its rows: what the page shows, all pages together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from flask import current_app, url_for
from sqlalchemy.orm import Session

from dla_market.blueprints.catalogue.criteres import Criteres
from dla_market.blueprints.catalogue.libelles import LIBELLES_TYPE
from dla_market.blueprints.catalogue.resultats import SIGNES, lieux_de, question
from dla_market.catalogue.extraits import Extrait, extraits
from dla_market.catalogue.langues import LANGUES
from dla_market.catalogue.queries import voit_les_tarifs
from dla_market.commandes.equite import RECUL_MOIS, debut_du_recul
from dla_market.comptes.acteur import Acteur
from dla_market.consultations.queries import invitations_recentes
from dla_market.documents.tableur import Colonne, Valeur
from dla_market.expertise.queries import Marque, marques
from dla_market.kernel import clock
from dla_market.referencement.queries import regions_en_cours
from dla_market.search import LigneResultat
from dla_market.search.requetes import TAILLE_MAXIMALE
from dla_market.search.source import missions_par_dla
from dla_market.web.nomenclatures import Nomenclatures

LIGNES_MAX = 5_000
"""How many results a file holds at most: beyond, one refines the search."""


@dataclass(frozen=True)
class Ligne:
    """A result with what its cells are made of.

    `referencements` are the codes of the régions that refer it today; `missions` those of the whole scheme,
    `invitations` those of all the DLA over RECUL_MOIS months.
    """

    rang: int
    trouvee: LigneResultat
    fiche: Extrait
    avals: Sequence[Marque]
    connus: Nomenclatures
    referencements: Sequence[str]
    missions: int
    invitations: int


@dataclass(frozen=True)
class ColonneExport:
    """A column that one may choose. `reservee`: only for who sees prices and contacts."""

    colonne: Colonne
    valeur: Callable[[Ligne], Valeur]
    par_defaut: bool = True
    reservee: bool = False


COLONNES: dict[str, ColonneExport] = {
    "rang": ColonneExport(Colonne("Rang", "nombre"), lambda un: un.rang),
    "nom": ColonneExport(Colonne("Prestataire"), lambda un: un.fiche.nom),
    "titre": ColonneExport(Colonne("Titre"), lambda un: un.fiche.titre),
    "type": ColonneExport(Colonne("Type"), lambda un: LIBELLES_TYPE[un.fiche.type_prestataire], False),
    "siret": ColonneExport(Colonne("SIRET"), lambda un: un.fiche.siret, False),
    "telephone": ColonneExport(
        Colonne("Téléphone"), lambda un: un.fiche.telephone, par_defaut=False, reservee=True
    ),
    "courriel": ColonneExport(
        Colonne("Courriel"), lambda un: un.fiche.courriel, par_defaut=False, reservee=True
    ),
    "commune": ColonneExport(Colonne("Commune"), lambda un: un.fiche.commune),
    "departement": ColonneExport(
        Colonne("Département du siège"),
        lambda un: un.connus.departements.get(un.fiche.departement_code or "", ""),
    ),
    "zones": ColonneExport(
        Colonne("Départements d’intervention"), lambda un: _mots(un.fiche.zones, un, "departements")
    ),
    "secteurs": ColonneExport(Colonne("Secteurs"), lambda un: _mots(un.fiche.secteurs, un, "secteurs")),
    "thematiques": ColonneExport(
        Colonne("Thématiques"), lambda un: _mots(un.fiche.thematiques, un, "thematiques")
    ),
    "modes": ColonneExport(Colonne("Ingénieries"), lambda un: _modes(un.fiche), False),
    "avals": ColonneExport(
        Colonne("Avalisé par"), lambda un: _mots([m.centre_code for m in un.avals], un, "avals")
    ),
    "referencements": ColonneExport(
        Colonne("Référencé en"), lambda un: _mots(un.referencements, un, "referencements")
    ),
    "langues": ColonneExport(
        Colonne("Langues"), lambda un: ", ".join(LANGUES.get(code, code) for code in un.fiche.langues), False
    ),
    "missions": ColonneExport(
        Colonne("Missions du dispositif", "nombre"), lambda un: un.missions, par_defaut=False
    ),
    "invitations": ColonneExport(
        Colonne(f"Invitations sur {RECUL_MOIS} mois", "nombre"), lambda un: un.invitations, par_defaut=False
    ),
    "disponible_le": ColonneExport(Colonne("Disponible le", "date"), lambda un: un.fiche.disponible_le),
    "confirmee_le": ColonneExport(Colonne("Confirmée le", "date"), lambda un: un.fiche.confirmee_le, False),
    "tarif": ColonneExport(
        Colonne("Tarif du jour HT, en euros", "montant"),
        lambda un: un.fiche.tarif_jour_ht_centimes,
        reservee=True,
    ),
    "raisons": ColonneExport(
        Colonne("Pourquoi ce résultat"),
        lambda un: "\u00a0; ".join(f"{SIGNES[r.signe]}\u00a0: {r.texte}" for r in un.trouvee.raisons),
        False,
    ),
    "fiche": ColonneExport(
        Colonne("Fiche"),
        lambda un: url_for("catalogue.consulter", prestataire_id=un.fiche.id, _external=True),
        False,
    ),
}


def colonnes_de(acteur: Acteur, demandees: Collection[str] = ()) -> dict[str, ColonneExport]:
    """The columns that the actor may have, of those asked for; the usual ones where none is."""
    tarifs = voit_les_tarifs(acteur)
    permises = {nom: une for nom, une in COLONNES.items() if tarifs or not une.reservee}
    choisies = {nom: une for nom, une in permises.items() if nom in demandees}
    return choisies or {nom: une for nom, une in permises.items() if une.par_defaut}


def lignes(session: Session, acteur: Acteur, criteres: Criteres, connus: Nomenclatures) -> list[Ligne]:
    """The results in their order, LIGNES_MAX at most, but for fiches that the actor may not see.

    Raises IndexAbsent.
    """
    moteur, trouvees = current_app.extensions["recherche"], list[LigneResultat]()
    requete = replace(question(session, criteres, acteur, lieux_de(session, acteur)), avec_facettes=False)
    total = 1
    while len(trouvees) < min(total, LIGNES_MAX):
        page = len(trouvees) // TAILLE_MAXIMALE + 1
        resultat = moteur.interroger(replace(requete, page=page, taille=TAILLE_MAXIMALE))
        total = resultat.total
        trouvees += resultat.lignes
        if not resultat.lignes:
            break
    trouvees = trouvees[:LIGNES_MAX]
    ids = [trouvee.id for trouvee in trouvees]
    fiches = extraits(session, acteur, ids)
    today = clock.today()
    avals = marques(session, acteur, ids, today)
    referencements = regions_en_cours(session, ids, today)
    missions = missions_par_dla(session, ids)
    invitations = invitations_recentes(session, ids, debut_du_recul(today))
    return [
        Ligne(
            rang,
            trouvee,
            fiches[trouvee.id],
            avals.get(trouvee.id, []),
            connus,
            referencements=referencements.get(trouvee.id, ()),
            missions=sum(missions.get(trouvee.id, {}).values()),
            invitations=invitations.get(trouvee.id, 0),
        )
        for rang, trouvee in enumerate(trouvees, start=1)
        if trouvee.id in fiches
    ]


def _mots(codes: Collection[str], ligne: Ligne, facette: str) -> str:
    return ", ".join(ligne.connus.libelle(facette, code) for code in dict.fromkeys(codes))


def _modes(fiche: Extrait) -> str:
    modes = (("individuelles", fiche.individuel), ("collectives", fiche.collectif))
    return " et ".join(mode for mode, fait in modes if fait)
