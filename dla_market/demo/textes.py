"""Texts rich enough to search: sentences of our own, put together by sector and thématique."""

from __future__ import annotations

from random import Random

from dla_market.demo.identite import a, vocabulaire
from dla_market.demo.lignes import Reference

SECTEURS = vocabulaire("secteurs")
THEMATIQUES = vocabulaire("thematiques")

ACCROCHES = (
    "{nom} accompagne depuis {annee} {les}.",
    "Depuis {annee}, {ici}, {nom} travaille avec {les}.",
    "Depuis {annee}, {nom} intervient auprès {des}, en ville comme en milieu rural.",
    "C’est {ici}, en {annee}, que {nom} a commencé à conseiller {les}.",
)
SUITES = (
    "Nous {apport}.",
    "Avec les équipes, nous {apport}.",
    "Le plus souvent, nous {apport}.",
    "Pas à pas, nous {apport}.",
)
METHODES = (
    "Notre façon de faire : {a}, {b}.",
    "Nos outils de tous les jours : {a}, {b}.",
    "Au programme d’une mission : {a}, puis {b}.",
)
TERRAINS = (
    "Nous connaissons bien les {kinds} ; l’une des dernières {activite}.",
    "Parmi nos missions récentes : une structure qui {activite}.",
    "Nous avons aussi accompagné des {kinds} qui travaillent avec les {public}.",
)
POSTURES = (
    "Nous ne faisons pas à la place : la structure garde la main et apprend en faisant.",
    "Les restitutions sont claires, illustrées et discutées avec les bénévoles.",
    "Nous préférons plusieurs demi-journées espacées à un long rapport.",
    "Bénévoles et salariés sont associés à chaque étape.",
    "Nous intervenons sur place et, entre deux séances, à distance.",
    "Nous laissons des outils simples que l’équipe tient ensuite seule.",
    "Nous animons aussi des accompagnements collectifs de six à dix structures.",
)
EXPERIENCES = (
    "{n} ans d’expérience auprès des {kinds}.",
    "Ancienne responsable de structure, {n} ans d’accompagnement des {kinds}.",
    "Diplôme de troisième cycle en économie sociale et {n} ans de conseil aux {kinds}.",
    "{n} ans de direction financière, puis le conseil aux {kinds}.",
    "Praticien de l’animation de groupe, {n} ans auprès des {kinds}.",
)
FORCES = (
    "Une équipe engagée et un ancrage local reconnu.",
    "Des bénévoles nombreux, un savoir-faire que le territoire connaît.",
    "Des partenaires fidèles et une activité en hausse.",
    "Un conseil d’administration présent et formé.",
)
FAIBLESSES = (
    "Une trésorerie tendue au premier semestre et peu d’outils de suivi.",
    "Une dépendance à deux financeurs et des emplois aidés qui s’achèvent.",
    "Des rôles mal répartis entre bénévoles et salariés.",
    "Un projet écrit il y a dix ans, que peu de monde a lu.",
)
COMMENTAIRES = (
    "",
    "",
    "Une intervention claire, des outils que nous utilisons encore.",
    "À l’écoute des bénévoles comme de l’équipe.",
    "Le rapport est utile ; nous aurions voulu une séance de plus.",
    "Calendrier tenu, restitution vivante devant le conseil d’administration.",
)


def deux(rng: Random, mots: list[str]) -> tuple[str, str]:
    """Two of a list, the same twice where it has only one."""
    choisis = rng.sample(mots, min(2, len(mots)))
    return choisis[0], choisis[-1]


def titre(rng: Random, secteurs: list[str], thematiques: list[str]) -> str:
    """A fiche's title: what is done, for whom."""
    sujet = rng.choice(THEMATIQUES[thematiques[0]]["titre"])
    kinds = rng.choice(SECTEURS[secteurs[0]]["structures"])
    return f"{sujet} pour les {kinds}"


def presentation(
    rng: Random, nom: str, commune: str, annee: int, secteurs: list[str], thematiques: list[str]
) -> str:
    """A fiche's text, of 60 to 120 words."""
    principal = SECTEURS[secteurs[0]]
    second = SECTEURS[secteurs[-1]]
    kinds = deux(rng, principal["structures"])
    les, des = (" et ".join(f"{article} {kind}" for kind in kinds) for article in ("les", "des"))
    accroche = rng.choice(ACCROCHES)
    phrases = [accroche.format(nom=nom, ici=a(commune), annee=annee, les=les, des=des)]
    suites = rng.sample(SUITES, 3)
    for suite, thematique in zip(suites, thematiques[:3], strict=False):
        phrases.append(suite.format(apport=rng.choice(THEMATIQUES[thematique]["apports"])))
    une, autre = deux(rng, THEMATIQUES[thematiques[0]]["methodes"])
    if une == autre:
        autre = rng.choice(THEMATIQUES["projet_structure"]["methodes"])
    phrases.append(rng.choice(METHODES).format(a=une, b=autre))
    terrain = rng.choice(TERRAINS).format(
        kinds=rng.choice(second["structures"]),
        activite=rng.choice(second["activites"]),
        public=rng.choice(second["publics"]),
    )
    phrases.append(terrain)
    postures = rng.sample(POSTURES, 4)
    mots = sum(len(p.split()) for p in phrases)
    while mots < 70:
        phrases.append(postures.pop())
        mots += len(phrases[-1].split())
    return " ".join(phrases)


def reference(rng: Random, secteurs: list[str], thematiques: list[str], commune: str) -> Reference:
    """A mission of some years ago, for a client that is told by its kind and place."""
    secteur, thematique = rng.choice(secteurs), rng.choice(thematiques)
    mots = SECTEURS[secteur]
    theme = THEMATIQUES[thematique]
    activite = rng.choice(mots["activites"])
    resume = (
        f"{rng.choice(theme['titre'])} : {rng.choice(theme['objectifs'])}. La structure {activite}. "
        f"Livré : {rng.choice(theme['resultats'])}."
    )
    return Reference(
        client=f"{rng.choice(mots['noms'])}, {commune}",
        annee=rng.randint(2007, 2011),
        secteur=secteur,
        thematique=thematique,
        jours_centiemes=50 * rng.randint(4, 16),
        resume=resume,
    )


def experience(rng: Random, secteurs: list[str]) -> str:
    """What a person has behind them."""
    kinds = rng.choice(SECTEURS[rng.choice(secteurs)]["structures"])
    return rng.choice(EXPERIENCES).format(n=rng.randint(4, 28), kinds=kinds)


def intitule(rng: Random, thematique: str, secteur: str, structure: str) -> str:
    """An ingénierie’s title: with its only structure’s name, or the kind of those of a collective one."""
    sujet = rng.choice(THEMATIQUES[thematique]["titre"])
    if structure:
        return f"{sujet} – {structure}"[:200]
    return f"{sujet} – action collective pour des {rng.choice(SECTEURS[secteur]['structures'])}"
