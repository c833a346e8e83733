"""The 6 895 structures of 2012: what they are, what they had, how many people they employ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from dla_market.demo import faits
from dla_market.demo.aleas import hasard
from dla_market.demo.identite import Noms, a, de, minuscule, siret, vocabulaire
from dla_market.demo.lignes import Diagnostic, Dla, Emploi, Impact, Structure
from dla_market.demo.solveur_missions import Part, ouvre
from dla_market.demo.territoires import Territoires
from dla_market.kernel.money import repartir

JOUR_UN = date(2012, 1, 3)
DERNIER_JOUR = date(2012, 12, 20)
DERNIER_SUIVI = date(2012, 12, 17)
POST_SEULES_AVEC_INGENIERIE, LES_DEUX_AVEC_INGENIERIE = 856, 169
NOUVELLES_DIAGNOSTIQUEES = 2600
SECTEURS_SIAE = {
    "insertion_emploi": 660,
    "environnement": 52,
    "services_a_la_personne": 40,
    "agriculture": 20,
    "logement_cadre_de_vie": 18,
    "solidarite_humanitaire": 14,
}


def peupler(
    dlas: Sequence[Dla], parts: Sequence[Part], territoires: Territoires, numeros: Iterator[str]
) -> list[Structure]:
    """All structures, DLA by DLA, the beneficiaries of each first, sorted by sector within a DLA."""
    rng = hasard("structures")
    noms = Noms(rng)
    total = sum(p.avec_ingenierie for p in parts)
    secteurs = _melange(faits.PAR_SECTEUR, rng)
    types = _melange(faits.PAR_TYPE, rng)
    autres_secteurs = list(faits.PAR_SECTEUR)
    autres_poids = [faits.PAR_SECTEUR[s] for s in autres_secteurs]
    mots = vocabulaire("secteurs")
    structures: list[Structure] = []
    rang = 0
    for dla, part in zip(dlas, parts, strict=True):
        siens = sorted(secteurs[rang : rang + part.avec_ingenierie])
        rang += part.avec_ingenierie
        siens += sorted(rng.choices(autres_secteurs, weights=autres_poids, k=part.autres))
        for ordre, secteur in enumerate(siens):
            avec_ingenierie = ordre < part.avec_ingenierie
            lieux = territoires.departements[dla.lieu.departement].lieux
            lieu = lieux[min(int(rng.expovariate(0.2)), len(lieux) - 1)]
            structures.append(
                Structure(
                    cle=len(structures) + 1,
                    dla=dla.cle,
                    nom=_nom(mots[secteur]["noms"], lieu.commune, noms, rng),
                    siret=siret(next(numeros)),
                    type_code=types.pop() if avec_ingenierie else "association_hors_iae",
                    secteur=secteur,
                    siae=(),
                    objet=_objet(mots[secteur], lieu.commune, rng),
                    lieu=lieu,
                    annee_creation=2011 - min(int(rng.expovariate(0.07)), 60),
                    accueil=JOUR_UN,
                    avec_ingenierie=avec_ingenierie,
                    nouvelle=False,
                )
            )
    assert rang == total
    _conventionner_siae([s for s in structures if s.avec_ingenierie], rng)
    return structures


def _melange(effectifs: dict[str, int], rng: Random) -> list[str]:
    tirage = [code for code, nombre in effectifs.items() for _ in range(nombre)]
    rng.shuffle(tirage)
    return tirage


def _nom(formes: list[str], commune: str, noms: Noms, rng: Random) -> str:
    forme = rng.choice(formes)
    tirage = rng.random()
    if tirage < 0.4:
        return f"{forme} {noms.prefixe()} {de(commune)}"
    if tirage < 0.75:
        return f"{forme} {noms.marque()}"
    return f"{noms.prefixe()} – {minuscule(forme)} {de(commune)}"


def _objet(mots: dict[str, list[str]], commune: str, rng: Random) -> str:
    activite = rng.choice(mots["activites"])
    public = rng.choice(mots["publics"])
    return f"{activite[0].upper()}{activite[1:]}, {a(commune)} et alentour, avec et pour les {public}."


def _conventionner_siae(avec_ingenierie: list[Structure], rng: Random) -> None:
    """Make 804 of them SIAE, whatever their legal type (two independent dimensions since 2011)."""
    types = _melange(faits.SIAE_PAR_TYPE, rng)
    for secteur, nombre in SECTEURS_SIAE.items():
        for structure in rng.sample([s for s in avec_ingenierie if s.secteur == secteur], nombre):
            principal = types.pop()
            second = "ei" if principal == "aci" and rng.random() < 0.12 else ""
            structure.siae = (principal, second) if second else (principal,)


def diagnostiquer(
    structures: list[Structure], premieres: dict[int, date], seules: set[int]
) -> list[Diagnostic]:
    """Who was diagnosed, how, and when; sets each structure's first meeting and whether it is new.

    `premieres` gives the day of a beneficiary's first order, `seules` the structures that only have
    collective ingénieries: those go without a diagnostic first.
    """
    rng = hasard("diagnostics")
    sans_ingenierie = [s for s in structures if not s.avec_ingenierie]
    avec_ingenierie = [s for s in structures if s.avec_ingenierie]
    diagnostiquees = faits.DIAGNOSTIQUEES - len(sans_ingenierie)
    ordre = sorted(avec_ingenierie, key=lambda s: (rng.random() * (1.0 if s.cle in seules else 0.35), s.cle))
    avec = ordre[:diagnostiquees]
    sans = ordre[diagnostiquees:]
    rng.shuffle(avec)
    rng.shuffle(sans_ingenierie)
    deux = faits.PRE + faits.POST - faits.DIAGNOSTIQUEES
    post_seules = faits.POST - deux
    post_autres = post_seules - POST_SEULES_AVEC_INGENIERIE
    deux_autres = deux - LES_DEUX_AVEC_INGENIERIE
    diagnostics: list[Diagnostic] = []
    pre_seules: list[Structure] = []
    for groupe, nb_deux, nb_post in (
        (avec, LES_DEUX_AVEC_INGENIERIE, POST_SEULES_AVEC_INGENIERIE),
        (sans_ingenierie, deux_autres, post_autres),
    ):
        for rang, structure in enumerate(groupe):
            natures = (
                ("pre", "post") if rang < nb_deux else ("post",) if rang < nb_deux + nb_post else ("pre",)
            )
            if natures == ("pre",):
                pre_seules.append(structure)
            apres = JOUR_UN
            for nature in natures:
                debut, valide = _jours(nature, premieres.get(structure.cle), apres, rng)
                diagnostics.append(Diagnostic(len(diagnostics) + 1, structure.cle, nature, debut, valide))
                apres = valide + timedelta(days=30)
    _accueillir(structures, pre_seules, sans, diagnostics, premieres, seules, rng)
    return diagnostics


def _jours(nature: str, premiere: date | None, apres: date, rng: Random) -> tuple[date, date]:
    """First and last day: before the order for the first kind, not before `apres` for the second."""
    if nature == "post":
        debut = min(max(apres, date(2012, 3, 1) + timedelta(days=rng.randint(0, 260))), DERNIER_SUIVI)
    elif premiere is None:
        debut = JOUR_UN + timedelta(days=rng.randint(5, 310))
    else:
        debut = max(JOUR_UN, premiere - timedelta(days=rng.randint(45, 100)))
    debut = ouvre(max(JOUR_UN, debut))
    valide = debut + timedelta(days=rng.randint(8, 30))
    if nature == "pre" and premiere is not None:
        valide = max(debut, min(valide, premiere - timedelta(days=10)))
    return debut, ouvre(min(valide, DERNIER_JOUR))


def _accueillir(
    structures: list[Structure],
    pre_seules: list[Structure],
    sans: list[Structure],
    diagnostics: list[Diagnostic],
    premieres: dict[int, date],
    seules: set[int],
    rng: Random,
) -> None:
    """First meetings: 3 570 structures new in 2012, the others known for one to three years."""
    collectives = [s for s in sans if s.cle in seules]
    nouvelles = {s.cle for s in rng.sample(pre_seules, NOUVELLES_DIAGNOSTIQUEES)}
    nouvelles |= {s.cle for s in rng.sample(collectives, faits.NOUVELLES - NOUVELLES_DIAGNOSTIQUEES)}
    debuts: dict[int, date] = {}
    for diagnostic in diagnostics:
        debuts[diagnostic.structure] = min(
            diagnostic.debut, debuts.get(diagnostic.structure, diagnostic.debut)
        )
    for structure in structures:
        structure.nouvelle = structure.cle in nouvelles
        if structure.nouvelle:
            suite = debuts.get(structure.cle) or premieres[structure.cle]
            structure.accueil = max(date(2012, 1, 2), ouvre(suite - timedelta(days=rng.randint(3, 25))))
        else:
            structure.accueil = ouvre(date(2011, 12, 15) - timedelta(days=rng.randint(0, 1000)))


def compter_emplois(structures: list[Structure], diagnostics: list[Diagnostic]) -> list[Emploi]:
    """Head counts taken with the diagnostics: the last of each structure adds up to the printed posts."""
    rng = hasard("emplois")
    dernier: dict[int, Diagnostic] = {}
    premiers: list[Diagnostic] = []
    for diagnostic in diagnostics:
        avant = dernier.get(diagnostic.structure)
        if avant is not None:
            premiers.append(avant if avant.debut <= diagnostic.debut else diagnostic)
        if avant is None or diagnostic.debut >= avant.debut:
            dernier[diagnostic.structure] = diagnostic
    connus = rng.sample(sorted(dernier), faits.EMPLOI_RENSEIGNE)
    siae = {s.cle for s in structures if s.siae}
    tailles = [int(rng.lognormvariate(2.3, 1.25) * (2.2 if cle in siae else 1) * 10) + 1 for cle in connus]
    postes = repartir(faits.POSTES, tailles)
    part_cdi = [rng.randint(150, 800) for _ in connus]
    cdis = _plafonner(faits.POSTES * faits.CDI_POUR_MILLE // 1000, postes, part_cdi)
    part_aides = [rng.choice((0, 0, 20, 60, 120, 250)) + 1 for _ in connus]
    aides = _plafonner(faits.POSTES * faits.AIDES_POUR_MILLE // 1000, postes, part_aides)
    emplois = []
    for cle, poste, cdi, aide in zip(connus, postes, cdis, aides, strict=True):
        diagnostic = dernier[cle]
        emplois.append(Emploi(cle, diagnostic.debut, diagnostic.nature, poste, cdi, poste - cdi, aide))
    retenus = set(connus)
    for diagnostic in premiers:
        if diagnostic.structure in retenus:
            effectif = rng.randint(1, 30)
            emplois.append(
                Emploi(
                    diagnostic.structure,
                    diagnostic.debut,
                    diagnostic.nature,
                    effectif,
                    effectif // 2,
                    effectif - effectif // 2,
                    0,
                )
            )
    return emplois


def _plafonner(total: int, bornes: list[int], poids_pour_mille: list[int]) -> list[int]:
    """Shares of `total` in proportion to borne x weight, none above its bound."""
    parts = [
        min(borne, part)
        for borne, part in zip(
            bornes,
            repartir(total, [b * p for b, p in zip(bornes, poids_pour_mille, strict=True)]),
            strict=True,
        )
    ]
    reste = total - sum(parts)
    while reste:
        libres = [b - p for b, p in zip(bornes, parts, strict=True)]
        ajouts = repartir(reste, libres)
        parts = [p + a for p, a in zip(parts, ajouts, strict=True)]
        reste = total - sum(parts)
    return parts


def mesurer_impacts(structures: list[Structure]) -> list[Impact]:
    """The survey of 2012, among structures first met in 2010."""
    rng = hasard("impacts")
    connues = [s.cle for s in structures if not s.nouvelle and s.accueil.year == faits.ANNEE - 2]
    enquetees = sorted(rng.sample(connues, faits.IMPACTS))
    return [Impact(cle, ouvre(date(2012, 9, 3) + timedelta(days=rng.randint(0, 80)))) for cle in enquetees]
