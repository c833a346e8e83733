"""Fiches made up from a seed: as many as wanted, the same each time, with words spread as in real prose."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from dla_market.search import Activite, Aval, DocumentFiche, Referencement, Synonymes

LE = date(2026, 3, 2)

_SECTEURS_EN_CLAIR = """
agriculture creation_developpement_activite culture developpement_local education_formation environnement
famille_enfance_jeunesse insertion_emploi logement_cadre_de_vie loisirs mediation ntic
personnes_handicapees prevention_justice sante securite services_a_la_personne services_aux_entreprises
solidarite_humanitaire sport tourisme transport autre
"""
SECTEURS = tuple(_SECTEURS_EN_CLAIR.split())
_THEMATIQUES_EN_CLAIR = """
strategie_consolidation projet_structure evolution_activite evaluation_utilite_sociale changement_statut
commercial_etude_marche communication_ntic comptabilite fiscalite gestion_financiere recherche_financement
organisation_interne management_rh mutualisation autres nouvelles_conventions_siae
"""
THEMATIQUES = tuple(_THEMATIQUES_EN_CLAIR.split())
CENTRES = ("culture", "sport", "solidarites", "iae", "financement", "environnement", "numerique")
DEPARTEMENTS = (
    *(f"{numero:02}" for numero in range(1, 96) if numero != 20),
    "2A",
    "2B",
    "971",
    "972",
    "973",
    "974",
)
GROUPES = ("appui_projet", "communication", "economie", "organisation", "")
REGIONS = ("11", "24", "27", "44", "76", "84")
MODES = ("individuel", "collectif")
TYPES = ("association", "cooperative", "siae", "fondation")
LANGUES = ("fr", "en", "lsf", "br")
TARIFS = ("moins_600", "600_750", "750_900", "900_plus")
SYNONYMES = (
    Synonymes(("RH", "ressources humaines", "recrutement")),
    Synonymes(("AI", "insertion", "chantier"), ("emploi",)),
    Synonymes(("plan d’affaires", "modèle", "projets associatifs")),
    Synonymes(("SIAE",), ("chantier", "formation", "introuvable")),
    Synonymes(("crèche", "enfance"), debut=LE, fin=LE),
    Synonymes(("habitat", "logement"), fin=LE - timedelta(days=1)),
)
_DEBUTS_EN_CLAIR = """
Atelier Cabinet Coopérative Collectif Conseil Studio Réseau Comptoir Maison Bureau Agence Cercle
"""
_DEBUTS = tuple(_DEBUTS_EN_CLAIR.split())
_LIEUX_EN_CLAIR = """
Rive Colline Halle Forge Verger Digue Phare Combe Lande Écluse Treille Garrigue Brèche Source
"""
_LIEUX = tuple(_LIEUX_EN_CLAIR.split())
_MOTS_EN_CLAIR = """
accompagnement association associations stratégie stratégique gouvernance bénévoles bénévolat salariés
projet projets associatif diagnostic diagnostics financement financements comptabilité comptable
trésorerie budget emploi emplois insertion chantier chantiers formation formations formatrice évaluation
utilité sociale communication numérique outils animation coopération mutualisation territoire territorial
développement local économie économique solidaire sociale culture culturelle spectacle sport sportif clubs
santé handicap enfance crèche jeunesse logement habitat environnement écologie transition tourisme
mobilité transport agriculture alimentation restauration œuvre cœur conduite changement statut fusion
rapprochement ressources humaines organisation interne management recrutement fiscalité juridique
partenariat collectivités mécénat commercial étude marché modèle plan affaires prospective médiation
conflit équipe dirigeants conseil méthode participative
"""
_MOTS = tuple(_MOTS_EN_CLAIR.split())
_LIAISONS = ("de la", "d’", "pour les", "et", "avec l'", "des", "du", "en", "sur", "aux")


def _syllabes(alea: random.Random) -> str:
    return "".join(
        alea.choice("bcdflmnprstv") + alea.choice(("a", "e", "i", "o", "u", "é", "on")) for _ in range(3)
    )


def _prose(alea: random.Random, mots: int, rares: list[str]) -> str:
    morceaux = []
    for _ in range(mots):
        tirage = alea.random()
        if tirage < 0.25:
            morceaux.append(alea.choice(_LIAISONS))
        if tirage > 0.93:
            morceaux.append(alea.choice(rares))
        # A square draw: a few words everywhere, many here and there.
        morceaux.append(_MOTS[int(len(_MOTS) * alea.random() ** 2)])
    return " ".join(morceaux).replace("’ ", "’").replace("' ", "'")


def _jour(alea: random.Random, de: int, jusqu_a: int) -> date:
    return LE + timedelta(days=alea.randint(de, jusqu_a))


def _suite(alea: random.Random) -> dict[str, Any]:
    """What the other filters and orders go by."""
    return {
        "departement": alea.choice(("", *DEPARTEMENTS)),
        "regions": tuple(alea.sample(REGIONS, alea.choice((0, 1, 1, 2)))),
        "modes": tuple(mode for mode in MODES if alea.random() < 0.6),
        "types_structures": tuple(alea.sample(TYPES, alea.choice((0, 0, 1, 3)))),
        "langues": tuple(alea.sample(LANGUES, alea.choice((0, 0, 0, 1, 2)))),
        "referencements": tuple(
            Referencement(
                alea.choice(REGIONS),
                alea.choice((None, _jour(alea, -200, 400))),
                alea.choice((None, _jour(alea, -400, 100))),
            )
            for _ in range(alea.choice((0, 1, 1, 2)))
        ),
        "invitations": tuple(_jour(alea, -900, 0) for _ in range(alea.choice((0, 0, 1, 4)))),
        "missions_par_thematique": {alea.choice(THEMATIQUES): alea.randint(1, 4)}
        if alea.random() < 0.4
        else {},
    }


def _zones_propres(alea: random.Random, fiche: DocumentFiche) -> DocumentFiche:
    """The same fiche, done elsewhere for some of its activities."""
    return replace(
        fiche,
        activites=tuple(
            activite._replace(
                departements=tuple(alea.sample((*fiche.departements, *DEPARTEMENTS), alea.randint(1, 3))),
                regions=tuple(alea.sample(REGIONS, alea.choice((0, 1, 1, 2)))),
            )
            if alea.random() < 0.6
            else activite
            for activite in fiche.activites
        ),
    )


def fabriquer(
    nombre: int, *, graine: int = 1, mots: int = 60, part_a_part: float = 0.05
) -> Iterator[DocumentFiche]:
    """Yield ``nombre`` fiches, identifiers from 1, some hidden, a part with activities of their own zones.

    That part draws from a stream of its own: the rest is the same whatever it is.
    """
    a_part = random.Random(f"à part/{graine}")
    for fiche in _sans_zones_propres(nombre, graine, mots):
        yield _zones_propres(a_part, fiche) if a_part.random() < part_a_part else fiche


def _sans_zones_propres(nombre: int, graine: int, mots: int) -> Iterator[DocumentFiche]:
    alea = random.Random(graine)
    rares = [_syllabes(alea) for _ in range(max(50, nombre // 4))]
    for fiche_id in range(1, nombre + 1):
        principaux = alea.sample(SECTEURS, alea.randint(1, 3))
        activites = {
            (alea.choice(principaux), THEMATIQUES[int(len(THEMATIQUES) * alea.random() ** 1.5)])
            for _ in range(alea.randint(1, 6))
        }
        yield DocumentFiche(
            id=fiche_id,
            nom=f"{alea.choice(_DEBUTS)} {alea.choice(_LIEUX)} {_syllabes(alea).capitalize()}",
            titre=_prose(alea, 6, rares),
            presentation=_prose(alea, mots, rares),
            references_texte=_prose(alea, mots // 3, rares),
            intervenants_texte=_syllabes(alea).capitalize(),
            commune=alea.choice(_LIEUX) + "-sur-" + alea.choice(_LIEUX),
            activites=tuple(
                Activite(secteur, theme, alea.randint(1, 3), GROUPES[THEMATIQUES.index(theme) % 5])
                for secteur, theme in sorted(activites)
            ),
            departements=tuple(alea.sample(DEPARTEMENTS, alea.choice((0, 1, 1, 2, 4, 8)))),
            avals=tuple(
                Aval(
                    alea.choice(CENTRES),
                    alea.choice(("", *principaux)),
                    alea.choice((None, _jour(alea, -400, 400))),
                    alea.choice(("", *THEMATIQUES)),
                )
                for _ in range(alea.choice((0, 0, 0, 1, 1, 2)))
            ),
            disponible_le=alea.choice((None, _jour(alea, -100, 200))),
            tarif_jour_ht_centimes=alea.randrange(50_000, 120_000, 500),
            visible=alea.random() > 0.05,
            confirmee_le=alea.choice((None, _jour(alea, -600, 0), _jour(alea, -300, 0))),
            missions=alea.choice((0, 0, 0, 1, 2, 5)),
            missions_par_dla={alea.randint(1, 9): alea.randint(1, 3)} if alea.random() < 0.4 else {},
            **_suite(alea),
        )
