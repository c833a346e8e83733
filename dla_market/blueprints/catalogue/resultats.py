"""What the search page shows: facets ready to tick, lines ready to read, in two statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from dla_market.blueprints.catalogue.criteres import DEVANT, FAMILLES, LIBELLES_TRI, Criteres, Famille
from dla_market.blueprints.catalogue.libelles import LIBELLES_TYPE, dire_depuis, dire_disponibilite
from dla_market.catalogue import queries, rules
from dla_market.catalogue.queries import Comptes, LigneFiche
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import TypeOrganisation
from dla_market.expertise import queries as avals
from dla_market.expertise import rules as regles_avals
from dla_market.kernel import clock
from dla_market.reseau.models import Dla, DlaRegional
from dla_market.search import IndexAbsent, LigneResultat, Requete, Resultat
from dla_market.web.filters import MOIS
from dla_market.web.nomenclatures import Nomenclatures

SIGNES = {"+": "pour", "?": "inconnu", "-": "contre"}
CLE_COMPTES = "catalogue.comptes"
DUREE_COMPTES = timedelta(minutes=1)
DEPARTEMENTS_MONTRES = 6


@dataclass(frozen=True)
class Option:
    """A box to tick in a facet, with how many fiches it would leave."""

    valeur: str
    libelle: str
    nombre: int
    choisi: bool


@dataclass(frozen=True)
class Raison:
    """A reason of a line, its sign in words: pour, inconnu, contre."""

    signe: str
    texte: str


@dataclass(frozen=True)
class MarqueAval:
    """The mark of an aval beside a name."""

    centre: str
    etat: str


@dataclass(frozen=True)
class Ligne:
    """A result as it is read. `disponibilite` is its words and the tone of its label."""

    id: int
    nom: str
    titre: str
    sous: str
    avals: Sequence[MarqueAval]
    raisons: Sequence[Raison]
    tarif_jour_ht_centimes: int | None
    disponibilite: tuple[str, str]


def dla_de(acteur: Acteur) -> int | None:
    """The DLA that searches, None for the rest of the network."""
    return acteur.organisation_id if acteur.organisation_type is TypeOrganisation.DLA else None


_DLA, _REGIONAUX = Dla.__table__, DlaRegional.__table__  # both are organisations: their own tables
LIEUX = (
    select(_DLA.c.departement_code, _REGIONAUX.c.region_code)
    .select_from(_DLA.outerjoin(_REGIONAUX, _REGIONAUX.c.id == _DLA.c.regional_id))
    .where(_DLA.c.id == bindparam("dla"))
)


@dataclass(frozen=True)
class Lieux:
    """Where the actor works: what it looks for first. `regions` are those of its DLA R."""

    departements: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


def lieux_de(session: Session, acteur: Acteur) -> Lieux:
    """The département of the DLA that searches and the région of its DLA R, or the DLA R's own."""
    if acteur.organisation_type is TypeOrganisation.DLA_REGIONAL:
        demande = select(DlaRegional.region_code).where(DlaRegional.id == acteur.organisation_id)
        return Lieux(regions=tuple(session.scalars(demande)))
    dla = dla_de(acteur)
    if dla is None:
        return Lieux()
    departement, region = session.execute(LIEUX, {"dla": dla}).one()
    return Lieux((departement,), (region,) if region else ())


def question(session: Session, criteres: Criteres, acteur: Acteur, lieux: Lieux = Lieux()) -> Requete:
    """What an address asks, for this actor, today: of prices only by who may see them."""
    today = clock.today()
    return criteres.vers_requete(
        today,
        dla_de(acteur),
        voit_tarifs=queries.voit_les_tarifs(acteur),
        depuis=lieux.departements,
        validite=queries.validite(session, today),
    )


def interroger(
    session: Session, criteres: Criteres, acteur: Acteur, lieux: Lieux = Lieux()
) -> Resultat | None:
    """The engine's answer, None while there is no index to ask."""
    moteur = current_app.extensions["recherche"]
    try:
        return moteur.interroger(question(session, criteres, acteur, lieux))  # type: ignore[no-any-return]  # extensions are untyped
    except IndexAbsent:
        return None


@dataclass(frozen=True)
class Groupe:
    """A facet ready to show: see the component « filtres »."""

    famille: Famille
    options: Sequence[Option]

    @property
    def choisi(self) -> bool:
        """Whether something is chosen in it."""
        return any(option.choisi for option in self.options)


def groupes(resultat: Resultat, criteres: Criteres, connus: Nomenclatures, lieux: Lieux) -> list[Groupe]:
    """The facets in the order of the page, those with nothing to tick left out."""
    siens = {"departements": lieux.departements, "referencements": lieux.regions}
    montres = []
    for famille in FAMILLES:
        choisis = criteres.choisis(famille.parametre)
        options = facette(
            resultat, famille.facette, famille.libelles(connus), choisis, siens.get(famille.facette, ())
        )
        if famille.parametre == "departement":
            options = options[: max(DEPARTEMENTS_MONTRES, len(choisis))]
        if options:
            montres.append(Groupe(famille, options))
    return montres


def facette(
    resultat: Resultat,
    nom: str,
    libelles: Mapping[str, str],
    choisis: Sequence[str],
    siens: Sequence[str] = (),
) -> list[Option]:
    """The boxes of a facet: the chosen ones first, even where they leave nothing, then the actor's own, then
    by number.
    """
    nombres = dict(resultat.facettes.get(nom, []))
    ordre = dict.fromkeys([*choisis, *(code for code in siens if code in nombres), *nombres])
    return [
        Option(code, libelles[code], nombres.get(code, 0), code in choisis)
        for code in ordre
        if code in libelles
    ]


def contexte(session: Session, acteur: Acteur, criteres: Criteres, connus: Nomenclatures) -> dict[str, Any]:
    """What the search page shows of an address, for this actor."""
    lieux = lieux_de(session, acteur)
    resultat = interroger(session, criteres, acteur, lieux)
    montres = groupes(resultat, criteres, connus, lieux) if resultat else []
    devant = {famille.parametre for famille in FAMILLES[:DEVANT]}
    return {
        "criteres": criteres,
        "connus": connus,
        "resultat": resultat,
        "lignes": lignes(session, acteur, resultat.lignes, connus) if resultat else [],
        "comptes": comptes(session, acteur),
        "devant": [groupe for groupe in montres if groupe.famille.parametre in devant],
        "derriere": [groupe for groupe in montres if groupe.famille.parametre not in devant],
        "pour_un_dla": dla_de(acteur) is not None,
        "tris": LIBELLES_TRI,
    }


def lignes(
    session: Session, acteur: Acteur, trouvees: Sequence[LigneResultat], connus: Nomenclatures
) -> list[Ligne]:
    """The lines of a page in the engine's order; a fiche that the actor may not see is left out."""
    ids = [trouvee.id for trouvee in trouvees]
    today = clock.today()
    fiches = queries.lignes(session, acteur, ids)
    validite = queries.validite(session, today)
    marques = avals.marques(session, acteur, ids, today)
    return [
        Ligne(
            id=fiche.id,
            nom=fiche.nom,
            titre=fiche.titre,
            sous=_sous(fiche, connus, today, validite),
            avals=[_marque(marque, connus, today) for marque in _premieres(marques.get(fiche.id, []))],
            raisons=[Raison(SIGNES[raison.signe], raison.texte) for raison in trouvee.raisons],
            tarif_jour_ht_centimes=fiche.tarif_jour_ht_centimes,
            disponibilite=dire_disponibilite(fiche.disponible_le, today),
        )
        for trouvee in trouvees
        if (fiche := fiches.get(trouvee.id)) is not None
    ]


def comptes(session: Session, acteur: Acteur) -> Comptes:
    """The two figures at the head of the page, at most a minute old: the whole network sees the same."""
    gardes: tuple[datetime, Comptes] | None = current_app.extensions.get(CLE_COMPTES)
    maintenant = clock.now()
    if gardes is not None and timedelta() <= maintenant - gardes[0] < DUREE_COMPTES:
        return gardes[1]
    lus = queries.comptes(session, acteur, clock.today())
    current_app.extensions[CLE_COMPTES] = (maintenant, lus)
    return lus


def _sous(fiche: LigneFiche, connus: Nomenclatures, today: date, validite: int) -> str:
    lieu = fiche.commune
    if fiche.departement_code:
        lieu = f"{lieu} ({fiche.departement_code})" if lieu else connus.departements[fiche.departement_code]
    equipe = f"{fiche.intervenants}\u00a0intervenants" if fiche.intervenants > 1 else ""
    confirmee = (
        f"fiche confirmée {dire_depuis(fiche.confirmee_le, today)}"
        if fiche.confirmee_le is not None and rules.est_active(fiche, today, validite)
        else ""
    )
    return " · ".join(mot for mot in (LIBELLES_TYPE[fiche.type_prestataire], lieu, equipe, confirmee) if mot)


def _premieres(marques: Sequence[avals.Marque]) -> list[avals.Marque]:
    """One mark a centre: the one that ends last."""
    return list({marque.centre_code: marque for marque in reversed(marques)}.values())[::-1]


def _marque(marque: avals.Marque, connus: Nomenclatures, today: date) -> MarqueAval:
    bientot = (marque.fin - today).days < regles_avals.PREAVIS_JOURS
    etat = f"expire en {MOIS[marque.fin.month - 1]}" if bientot else "confirmé"
    return MarqueAval(connus.centres_courts.get(marque.centre_code, marque.centre_code), etat)
