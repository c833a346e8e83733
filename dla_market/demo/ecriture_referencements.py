"""Writing the référencements: each région's call, who it has accepted, what waits for it.

Like the fiches, they are counted from `aujourd_hui`: the catalogue is alive whenever the demo is loaded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from dla_market.catalogue.models import EtatFiche
from dla_market.demo import lignes
from dla_market.demo.lots import Cles, Lots, instant
from dla_market.demo.personnes import Distribution
from dla_market.referencement.models import (
    Appel,
    AppelCritere,
    EtatAppel,
    EtatReferencement,
    Referencement,
    Reponse,
)

VOISINES = {"54": "72", "74": "72", "94": "93", "01": "11", "02": "11", "03": "11", "04": "11", "06": "11"}
"""Who references the prestataires of a région without a DLA R of its own: a choice of the demo."""
TEXTE = """Chaque DLA de la région consulte des prestataires pour aider associations et entreprises sociales.
Cet appel est ouvert toute l’année aux cabinets, indépendants, réseaux et coopératives.
Un comité lit les demandes chaque mois. Il regarde l’expérience, la méthode et l’ancrage local.
Être référencé ne promet pas de mission : chaque ingénierie est mise en concurrence."""
RECOURS = """Vous pouvez demander au DLA régional de revoir sa décision, par écrit, dans les deux mois.
Le comité régional répond dans le mois. Vous pouvez aussi déposer une nouvelle demande à tout moment."""
CRITERES = (
    ("Expérience", "Deux missions au moins auprès de structures d’utilité sociale, depuis cinq ans."),
    ("Méthode", "Comment vous associez salariés, bénévoles et administrateurs."),
    ("Connaissance du territoire", "Les départements où vous travaillez, avec qui."),
    ("Déontologie", "Vos liens avec des structures ou des réseaux de la région."),
)
REPONSES = (
    "Une dizaine de missions depuis cinq ans, dont quatre pour des DLA. Notre fiche en dit plus.",
    "Un entretien avec chacun, deux ou trois ateliers ensemble, un plan que l’équipe écrit avec nous.",
    "Nous travaillons déjà dans deux départements de la région, avec leurs réseaux associatifs.",
    "Aucun lien avec une structure accompagnée. Nous nous retirerions si cela changeait.",
)
VOISINES_DE_LA_DROME = ("93", "83", "91")
JOURS_FINI = 12
"""Days since the référencement that has just ended did."""
EN_ATTENTE = 3
"""Prestataires from elsewhere who ask the région of the demo's DLA."""


def ecrire_referencements(
    lots: Lots,
    france: lignes.France2012,
    cles: Cles,
    etats: dict[int, EtatFiche],
    aujourd_hui: date,
    distribution: Distribution,
) -> None:
    """Calls, files and answers; one of the cast is near the end of its own."""
    debut = date(aujourd_hui.year - 1, 1, 1)
    appels = {cles.de_la("regional", r.cle): rang for rang, r in enumerate(france.regionaux, start=1)}
    lots.verser(Appel, [_appel(rang, regional, debut) for regional, rang in appels.items()])
    lots.verser(
        AppelCritere,
        [
            {"appel_id": appel, "ordre": ordre, "libelle": libelle, "explication": explication}
            for appel in appels.values()
            for ordre, (libelle, explication) in enumerate(CRITERES, start=1)
        ],
    )
    acceptes = list(_acceptes(france, cles, etats, debut, aujourd_hui))
    _rapprocher_la_fin(acceptes, cles, distribution, aujourd_hui)
    demandes = list(_demandes(france, cles, etats, acceptes, aujourd_hui, distribution))
    rows = [
        _complet(rang, row | {"appel_id": appels[row["regional_id"]]})
        for rang, row in enumerate(acceptes + demandes, start=1)
    ]
    lots.verser(Referencement, rows)
    lots.verser(
        Reponse,
        [
            {"referencement_id": row["id"], "ordre": ordre, "libelle": libelle, "texte": texte}
            for row in rows[len(acceptes) :]
            for ordre, ((libelle, _), texte) in enumerate(zip(CRITERES, REPONSES, strict=True), start=1)
        ],
    )


def _appel(rang: int, regional: int, debut: date) -> dict[str, Any]:
    return {
        "id": rang,
        "version": 1,
        "regional_id": regional,
        "edition": 1,
        "etat": EtatAppel.PUBLIE,
        "texte": TEXTE,
        "recours": RECOURS,
        "debut": debut - timedelta(days=60),
        "fin": None,
        "fin_convention": None,
        "publie_le": instant(debut - timedelta(days=60), 9),
    }


def _complet(rang: int, row: dict[str, Any]) -> dict[str, Any]:
    """Every column, so that rows of one insert agree."""
    vides = dict.fromkeys(("debut", "fin", "reconnait_id", "renouvelle_id", "decide_le"))
    textes = dict.fromkeys(("motif", "complement", "recours", "reconnaissance"), "")
    return {"id": rang, "version": 1, **vides, **textes, **row}


def _acceptes(
    france: lignes.France2012, cles: Cles, etats: dict[int, EtatFiche], debut: date, aujourd_hui: date
) -> Iterator[dict[str, Any]]:
    """Each published fiche is referenced by its région's DLA R, and by those of the régions it worked in."""
    regional_de = {r.region: cles.de_la("regional", r.cle) for r in france.regionaux}
    region_du_dla = {d.cle: d.region for d in france.dlas}
    regions: dict[int, set[str]] = {p.cle: {p.region} for p in france.prestataires}
    for commande in france.commandes:
        regions[commande.prestataire].add(region_du_dla[commande.dla])
    for p in france.prestataires:
        if etats[p.cle] is not EtatFiche.PUBLIEE:
            continue
        for regional in sorted({regional_de.get(r) or regional_de[VOISINES[r]] for r in regions[p.cle]}):
            yield {
                "prestataire_id": cles.de_la("prestataire", p.cle),
                "regional_id": regional,
                "etat": EtatReferencement.ACCEPTE,
                "demande_le": debut - timedelta(days=45),
                "debut": debut,
                "fin": date(aujourd_hui.year + 1, 12, 31),
                "decide_le": instant(debut - timedelta(days=12), 10),
            }


def _rapprocher_la_fin(
    acceptes: list[dict[str, Any]], cles: Cles, distribution: Distribution, aujourd_hui: date
) -> None:
    """In the région of the demo's DLA, one of the cast has two months left, and another's has just ended.

    The other is of no story, and no other région references it: it is who a DLA asks for by exception.
    """
    qui, ou = (cles.de_la(*distribution.places[place]) for place in ("prestataire3", "regional"))
    for row in acceptes:
        if (row["prestataire_id"], row["regional_id"]) == (qui, ou):
            row["fin"] = aujourd_hui + timedelta(days=60)
    distribues = {cles.de_la(*lieu) for place, lieu in distribution.places.items() if "prestataire" in place}
    combien = Counter(row["prestataire_id"] for row in acceptes)
    seul = next(
        row
        for row in reversed(acceptes)
        if row["regional_id"] == ou
        and combien[row["prestataire_id"]] == 1
        and row["prestataire_id"] not in distribues
    )
    seul["fin"] = aujourd_hui - timedelta(days=JOURS_FINI)


def _demandes(
    france: lignes.France2012,
    cles: Cles,
    etats: dict[int, EtatFiche],
    acceptes: list[dict[str, Any]],
    aujourd_hui: date,
    distribution: Distribution,
) -> Iterator[dict[str, Any]]:
    """Who has submitted a fiche asks its own région; some of the published ask that of the demo's DLA."""
    regional_de = {r.region: cles.de_la("regional", r.cle) for r in france.regionaux}
    noms = {cles.de_la("regional", r.cle): r.nom for r in france.regionaux}
    for p in france.prestataires:
        if etats[p.cle] is EtatFiche.SOUMISE:
            regional = regional_de.get(p.region) or regional_de[VOISINES[p.region]]
            yield _demande(
                cles.de_la("prestataire", p.cle), regional, aujourd_hui - timedelta(days=p.cle % 20)
            )
    vise = cles.de_la(*distribution.places["regional"])
    rang_de = {(row["prestataire_id"], row["regional_id"]): n for n, row in enumerate(acceptes, start=1)}
    proches = [
        (cles.de_la("prestataire", p.cle), regional_de[p.region])
        for p in france.prestataires
        if p.region in VOISINES_DE_LA_DROME and etats[p.cle] is EtatFiche.PUBLIEE
    ]
    demandeurs = [paire for paire in proches if (paire[0], vise) not in rang_de][:EN_ATTENTE]
    for rang, (prestataire, regional) in enumerate(demandeurs):
        demande = _demande(prestataire, vise, aujourd_hui - timedelta(days=4 + rang))
        if rang == 0:
            demande |= {
                "reconnait_id": rang_de[prestataire, regional],
                "reconnaissance": f"Accepté par {noms[regional]}.",
            }
        yield demande


def _demande(prestataire_id: int, regional_id: int, jour: date) -> dict[str, Any]:
    return {
        "prestataire_id": prestataire_id,
        "regional_id": regional_id,
        "etat": EtatReferencement.DEMANDE,
        "demande_le": jour,
    }
