"""Writing what the DLA did: structures, first meetings, diagnostics, head counts, ingénieries, orders."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from random import Random

from dla_market.accompagnement.models import (
    Accueil,
    DecisionAccueil,
    Diagnostic,
    EmploiReleve,
    EtatDiagnostic,
    MesureImpact,
    SourceEmploi,
    Structure,
    StructureSiae,
    TypeDiagnostic,
)
from dla_market.demo import faits, lignes, textes
from dla_market.demo.aleas import hasard
from dla_market.demo.lots import Cles, Lots, instant
from dla_market.ingenieries.models import (
    EtatIngenierie,
    Ingenierie,
    Participation,
    Prestation,
    TypeIngenierie,
)


def ecrire_structures(lots: Lots, france: lignes.France2012, cles: Cles) -> None:
    """Structures with SIAE types, first meeting, head counts and answers to the survey."""
    lots.verser(
        Structure,
        [
            {
                "id": cles.de_la("structure", s.cle),
                "siret": s.siret,
                "type_code": s.type_code,
                "secteur_code": s.secteur,
                "objet": s.objet,
                "commune": s.lieu.commune,
                "departement_code": s.lieu.departement,
                "dla_id": cles.de_la("dla", s.dla),
                "annee_creation": s.annee_creation,
            }
            for s in france.structures
        ],
    )
    lots.verser(
        StructureSiae,
        [
            {
                "structure_id": cles.de_la("structure", s.cle),
                "type_siae_code": code,
                "principal": rang == 0,
            }
            for s in france.structures
            for rang, code in enumerate(s.siae)
        ],
    )
    lots.verser(
        Accueil,
        [
            {
                "id": s.cle,
                "structure_id": cles.de_la("structure", s.cle),
                "dla_id": cles.de_la("dla", s.dla),
                "jour": s.accueil,
                "decision": DecisionAccueil.SUITE,
            }
            for s in france.structures
        ],
    )
    lots.verser(
        EmploiReleve,
        [
            {
                "structure_id": cles.de_la("structure", e.structure),
                "jour": e.jour,
                "source": SourceEmploi.DIAGNOSTIC,
                "nb_postes": e.postes,
                "nb_cdi": e.cdi,
                "nb_cdd": e.cdd,
                "nb_emplois_aides": e.aides,
                "etp_centiemes": e.postes * 78,
            }
            for e in france.emplois
        ],
    )
    dla_de = {s.cle: s.dla for s in france.structures}
    lots.verser(
        MesureImpact,
        [
            {
                "structure_id": cles.de_la("structure", i.structure),
                "dla_id": cles.de_la("dla", dla_de[i.structure]),
                "annee": faits.ANNEE,
                "jour": i.jour,
            }
            for i in france.impacts
        ],
    )


def ecrire_diagnostics(lots: Lots, france: lignes.France2012, cles: Cles) -> None:
    """The diagnostics of the year, all validated by their structures."""
    rng = hasard("textes des diagnostics")
    structures = {s.cle: s for s in france.structures}
    themes: dict[int, str] = {}
    for ingenierie in france.ingenieries:
        for structure in ingenierie.structures:
            themes.setdefault(structure, ingenierie.prestations[0][0])
    lots.verser(
        Diagnostic,
        [
            {
                "id": d.cle,
                "structure_id": cles.de_la("structure", d.structure),
                "dla_id": cles.de_la("dla", structures[d.structure].dla),
                "type": TypeDiagnostic(d.nature),
                "etat": EtatDiagnostic.VALIDE,
                "debut": d.debut,
                "partage_le": instant(d.debut + timedelta(days=max(0, (d.valide - d.debut).days // 2)), 11),
                "valide_le": instant(d.valide, 15),
                **textes_du_diagnostic(rng, structures[d.structure], themes.get(d.structure)),
            }
            for d in france.diagnostics
        ],
    )


def textes_du_diagnostic(rng: Random, structure: lignes.Structure, thematique: str | None) -> dict[str, str]:
    """What was found and advised, in a few sentences."""
    theme = textes.THEMATIQUES[thematique or rng.choice(list(textes.THEMATIQUES))]
    return {
        "contexte": f"{structure.nom}. {structure.objet} Fondée en {structure.annee_creation}.",
        "projet": f"La structure {rng.choice(textes.SECTEURS[structure.secteur]['activites'])}.",
        "forces": rng.choice(textes.FORCES),
        "faiblesses": rng.choice(textes.FAIBLESSES),
        "besoins": f"Besoin premier : {rng.choice(theme['objectifs'])}.",
        "preconisations": (
            f"{rng.choice(theme['titre'])} : {rng.choice(theme['methodes'])}."
            if thematique
            else "Le diagnostic a suffi : la structure met en œuvre elle-même les pistes retenues."
        ),
    }


def ecrire_ingenieries(lots: Lots, france: lignes.France2012, cles: Cles) -> None:
    """Ingénieries with structures and prestations, numbered by DLA in the order of their orders."""
    diagnostics = {d.structure: d.cle for d in france.diagnostics if d.nature == "pre"}
    sigles = {d.cle: d.sigle for d in france.dlas}
    rangs = numeros(france)
    lots.verser(
        Ingenierie,
        [
            {
                "id": i.cle,
                "reference": f"{sigles[i.dla]}-I{faits.ANNEE}-{rangs[i.cle]:03d}",
                "dla_id": cles.de_la("dla", i.dla),
                "diagnostic_id": None if i.collective else diagnostics.get(i.structures[0]),
                "type": TypeIngenierie.COLLECTIVE if i.collective else TypeIngenierie.INDIVIDUELLE,
                "intitule": i.intitule,
                "secteur_code": i.secteur,
                "etat": etat_de(c),
                "suivie_par_id": None,
                "cree_le": instant(max(date(2012, 1, 3), c.notifiee - timedelta(days=38)), 9, 30),
            }
            for i, c in zip(france.ingenieries, france.commandes, strict=True)
        ],
    )
    lots.verser(
        Participation,
        [
            {"ingenierie_id": i.cle, "structure_id": cles.de_la("structure", s)}
            for i in france.ingenieries
            for s in i.structures
        ],
    )
    lots.verser(
        Prestation,
        [
            {"ingenierie_id": i.cle, "thematique_code": thematique, "jours_centiemes": jours}
            for i in france.ingenieries
            for thematique, jours in i.prestations
        ],
    )


def etat_de(commande: lignes.Commande) -> EtatIngenierie:
    """Where an ingénierie stands when its order stands there."""
    if commande.paye:
        return EtatIngenierie.SOLDEE
    return EtatIngenierie.SERVICE_FAIT if commande.realise else EtatIngenierie.COMMANDEE


def numeros(france: lignes.France2012) -> dict[int, int]:
    """The rank of each order, and of its ingénierie, in its DLA's year: without gaps, in order of date."""
    suite: dict[int, int] = defaultdict(int)
    rangs = {}
    for commande in sorted(france.commandes, key=lambda c: (c.notifiee, c.cle)):
        suite[commande.dla] += 1
        rangs[commande.cle] = suite[commande.dla]
    return rangs
