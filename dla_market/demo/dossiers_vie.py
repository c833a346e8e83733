"""A live dossier's life: its diagnostics, its ingénierie and cahier des charges, then the rooms above."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date, datetime, timedelta

from dla_market.accompagnement import operations as accompagnement
from dla_market.accompagnement.models import Diagnostic, TypeDiagnostic
from dla_market.accompagnement.rules import Emplois, Textes
from dla_market.demo import dossiers_commande as commande
from dla_market.demo import dossiers_consultation as consultation
from dla_market.demo import textes
from dla_market.demo.aleas import hasard
from dla_market.demo.dossiers import Dossier, Etape
from dla_market.demo.lots import instant
from dla_market.demo.propositions import PROPOSEES, ecarter_un
from dla_market.demo.scene import Histoire, Scene
from dla_market.demo.solveur_missions import ouvre
from dla_market.ingenieries import operations as ingenieries
from dla_market.ingenieries.models import Ingenierie, TypeIngenierie
from dla_market.ingenieries.rules import CRITERES_PROPOSES, ContenuCahier, LignePrestation
from dla_market.kernel import clock


def vivre(scene: Scene, dossier: Dossier, aujourd_hui: date) -> Histoire:
    """A dossier from its diagnostic to its step. The acts before the launch keep their distance from it."""
    lancement = aujourd_hui - timedelta(days=dossier.lancee)
    limite = instant(ouvre(lancement + timedelta(days=dossier.delai)), 12)
    projet = lancement - timedelta(days=10)
    diagnostics = []
    for place in dossier.structures:
        fait = yield from _diagnostic(scene, place, dossier.thematique, min(projet, aujourd_hui))
        diagnostics.append(fait)
    yield instant(min(projet, aujourd_hui - timedelta(days=2)), 9, 40)
    ingenierie = _creer(scene, dossier, diagnostics)
    if dossier.etape is Etape.PROJET:
        return
    yield instant(min(lancement, aujourd_hui) - timedelta(days=1), 11, 15)
    charge = scene.acteur("dla", "charge_mission")
    ingenieries.rediger_cahier(
        scene.session,
        charge,
        ingenierie,
        contenu=_contenu(dossier, ingenierie, limite.date() - timedelta(days=9), limite.date(), lancement),
        criteres=CRITERES_PROPOSES,
    )
    consultation.preselectionner(scene, ingenierie, dossier.invites)
    if dossier.etape in PROPOSEES:
        ecarter_un(scene, ingenierie)
    if dossier.etape is Etape.PRETE:
        return
    ouverte = yield from consultation.mener(scene, dossier, ingenierie, lancement, limite)
    if ouverte is not None and dossier.etape >= Etape.ETABLIE:
        yield from commande.mener(scene, dossier, ouverte, limite.date())


def _diagnostic(
    scene: Scene, place: str, thematique: str, avant: date
) -> Generator[datetime, None, Diagnostic]:
    """A diagnostic written, shared, then validated by the structure, well before the ingénierie."""
    yield instant(avant - timedelta(days=27), 16)
    diagnostic = _rediger(scene, place, thematique)
    yield instant(avant - timedelta(days=22), 14)
    accompagnement.partager_diagnostic(scene.session, scene.acteur("dla", "charge_mission"), diagnostic)
    yield instant(avant - timedelta(days=14), 18)
    return accompagnement.valider_diagnostic(scene.session, scene.acteur(place, "structure"), diagnostic)


def _rediger(scene: Scene, place: str, thematique: str) -> Diagnostic:
    rng = hasard(f"diagnostic {place} {thematique}")
    charge, structure = scene.acteur("dla", "charge_mission"), scene.structure(place)
    theme = textes.THEMATIQUES[thematique]
    diagnostic = accompagnement.commencer_diagnostic(
        scene.session, charge, structure, type_=TypeDiagnostic.PRE, debut=clock.today() - timedelta(days=3)
    )
    cdi, cdd = rng.randint(1, 9), rng.randint(1, 6)
    return accompagnement.rediger_diagnostic(
        scene.session,
        charge,
        diagnostic,
        textes=Textes(
            contexte=f"{structure.nom}. {structure.objet}",
            projet=f"La structure {rng.choice(textes.SECTEURS[structure.secteur_code]['activites'])}.",
            forces=rng.choice(textes.FORCES),
            faiblesses=rng.choice(textes.FAIBLESSES),
            besoins=f"Besoin premier : {rng.choice(theme['objectifs'])}.",
            preconisations=f"{rng.choice(theme['titre'])} : {rng.choice(theme['methodes'])}.",
        ),
        emplois=Emplois(cdi + cdd, cdi, cdd, rng.randint(0, cdd), (cdi + cdd) * 78),
    )


def diagnostic_a_valider(scene: Scene, aujourd_hui: date) -> Histoire:
    """Shared with the structure five days ago: it has to say whether it agrees."""
    yield instant(aujourd_hui - timedelta(days=8), 10, 30)
    diagnostic = _rediger(scene, "structure1", "recherche_financement")
    yield instant(aujourd_hui - timedelta(days=5), 16, 20)
    accompagnement.partager_diagnostic(scene.session, scene.acteur("dla", "charge_mission"), diagnostic)


def diagnostic_en_cours(scene: Scene, aujourd_hui: date) -> Histoire:
    """Begun, not shared yet."""
    yield instant(aujourd_hui - timedelta(days=1), 10, 45)
    _rediger(scene, "structure8", "gestion_financiere")


def _creer(scene: Scene, dossier: Dossier, diagnostics: list[Diagnostic]) -> Ingenierie:
    rng = hasard(f"ingenierie {dossier}")
    structures = [scene.structure(place) for place in dossier.structures]
    collective = len(structures) > 1
    seconde = dossier.jours // 3 if dossier.seconde else 0
    prestations = [LignePrestation(dossier.thematique, dossier.jours - seconde)]
    if dossier.seconde:
        prestations.append(LignePrestation(dossier.seconde, seconde))
    secteur = structures[0].secteur_code
    return ingenieries.creer(
        scene.session,
        scene.acteur("dla", "charge_mission"),
        type_=TypeIngenierie.COLLECTIVE if collective else TypeIngenierie.INDIVIDUELLE,
        intitule=textes.intitule(rng, dossier.thematique, secteur, "" if collective else structures[0].nom),
        secteur_code=secteur,
        structures=structures,
        prestations=prestations,
        diagnostic=None if collective else diagnostics[0],
    )


def _contenu(
    dossier: Dossier, ingenierie: Ingenierie, intention: date, limite: date, lancement: date
) -> ContenuCahier:
    theme = textes.THEMATIQUES[dossier.thematique]
    noms = ", ".join(p.structure.nom for p in ingenierie.participations)
    return ContenuCahier(
        contexte=f"{noms}. Le diagnostic partagé a conclu à ce besoin : {theme['objectifs'][0]}.",
        objectifs="\n".join(f"- {objectif}" for objectif in theme["objectifs"]),
        resultats_attendus="\n".join(f"- {resultat}" for resultat in theme["resultats"]),
        livrables="Note de cadrage\nRapport final",
        modalites="Sur place, en trois à cinq séances, avec bénévoles et salariés.",
        jours_centiemes=dossier.jours,
        plafond_ttc_centimes=dossier.plafond * 100,
        limite_intention=instant(max(intention, lancement + timedelta(days=3)), 18),
        limite_offre=instant(limite, 12),
        debut_souhaite=limite + timedelta(days=20),
        fin_souhaitee=limite + timedelta(days=90),
    )
