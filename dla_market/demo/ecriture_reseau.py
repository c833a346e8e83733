"""Writing the network: organisations of every kind, conventions and their tranches aside."""

from __future__ import annotations

from datetime import date

from dla_market.comptes.models import Organisation, TypeOrganisation
from dla_market.demo.lignes import France2012
from dla_market.demo.lots import PILOTES, Cles, Lots
from dla_market.reseau.models import (
    CentreRessources,
    CentreSecteur,
    Dla,
    DlaRegional,
    Financeur,
    Pilote,
    StructurePorteuse,
)

OUVERTURE = date(2003, 1, 1)
TYPES = {
    "pilote": TypeOrganisation.PILOTE,
    "financeur": TypeOrganisation.FINANCEUR,
    "regional": TypeOrganisation.DLA_REGIONAL,
    "centre": TypeOrganisation.CENTRE_RESSOURCES,
    "dla": TypeOrganisation.DLA,
    "prestataire": TypeOrganisation.PRESTATAIRE,
    "structure": TypeOrganisation.STRUCTURE,
}
CLASSES_DEPARTEMENTALES = {"departement", "intercommunalite", "commune"}


def ecrire_organisations(lots: Lots, france: France2012, cles: Cles) -> None:
    """One row an organisation, of every kind."""
    noms = {
        "pilote": list(PILOTES),
        "financeur": [f.nom for f in france.financeurs],
        "regional": [r.nom for r in france.regionaux],
        "centre": [c.nom for c in france.centres],
        "dla": [d.nom for d in france.dlas],
        "prestataire": [p.nom for p in france.prestataires],
        "structure": [s.nom for s in france.structures],
    }
    lots.verser(
        Organisation,
        [
            {"id": cles.de_la(nature, rang), "type": TYPES[nature], "nom": nom, "active": True}
            for nature, liste in noms.items()
            for rang, nom in enumerate(liste, start=1)
        ],
    )


def ecrire_reseau(lots: Lots, france: France2012, cles: Cles) -> None:
    """Pilots, financeurs, DLA R, centres, DLA and their porteuses."""
    lots.verser(Pilote, [{"id": cles.de_la("pilote", rang)} for rang in range(1, len(PILOTES) + 1)])
    lots.verser(
        Financeur,
        [
            {
                "id": cles.de_la("financeur", f.cle),
                "classe_code": f.classe,
                "siren": f.siren,
                "departement_code": f.territoire if f.classe in CLASSES_DEPARTEMENTALES else None,
            }
            for f in france.financeurs
        ],
    )
    lots.verser(
        DlaRegional,
        [
            {
                "id": cles.de_la("regional", r.cle),
                "region_code": f"2012-{r.region}",
                "valide_du": OUVERTURE,
                "valide_au": None,
            }
            for r in france.regionaux
        ],
    )
    lots.verser(
        CentreRessources,
        [
            {
                "id": cles.de_la("centre", c.cle),
                "code": c.code,
                "tete_de_reseau": c.tete_de_reseau,
                "valide_du": OUVERTURE,
                "valide_au": None,
            }
            for c in france.centres
        ],
    )
    lots.verser(
        CentreSecteur,
        [
            {"centre_id": cles.de_la("centre", c.cle), "secteur_code": secteur}
            for c in france.centres
            for secteur in c.secteurs
        ],
    )
    lots.verser(
        StructurePorteuse,
        [
            {
                "id": d.cle,
                "nom": d.porteuse,
                "siren": d.siren,
                "adresse": f"place de la Mairie, {d.lieu.code_postal} {d.lieu.commune}",
            }
            for d in france.dlas
        ],
    )
    regional_de = {r.region: cles.de_la("regional", r.cle) for r in france.regionaux}
    lots.verser(
        Dla,
        [
            {
                "id": cles.de_la("dla", d.cle),
                "sigle": d.sigle,
                "departement_code": d.lieu.departement,
                "porteuse_id": d.cle,
                "regional_id": regional_de.get(d.region),
            }
            for d in france.dlas
        ],
    )
