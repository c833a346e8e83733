from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from time import process_time
from typing import Any

import pytest
from stdnum.fr import siren, siret

from dla_market.demo import faits
from dla_market.demo.identite import listes
from dla_market.demo.lignes import France2012
from dla_market.demo.solveur import SIGLE_DEMO, resoudre
from dla_market.demo.territoires import Territoires
from dla_market.kernel.money import tva_centimes
from dla_market.referentiel.chargement import lire
from dla_market.referentiel.noms import normaliser
from tests.support.oracle import ORACLE, lire_oracle

LIBELLES = {
    "etat": "Etat",
    "fse": "FSE",
    "cdc": "CDC",
    "autre": "Autres",
    "region": "Régions",
    "departement": "Départements",
    "intercommunalite": "Intercommunalité et communes",
    "commune": "Intercommunalité et communes",
    "ministere_sectoriel": "Ministères sectoriels",
    "fonds_prive": "Fonds privés/Autres",
}


def libelle(nomenclature: str, code: str) -> str:
    return next(ligne["libelle"] for ligne in lire(nomenclature) if ligne["code"] == code)


def arrondi(nombre: float) -> int:
    return int(nombre + 0.5)


def somme(france: France2012, nature: str, annee: int = 2012) -> dict[tuple[str, str], int]:
    """Centimes by (row of the table, post)."""
    classe = {f.cle: f.classe for f in france.financeurs}
    sommes: Counter[tuple[str, str]] = Counter()
    for t in france.tranches:
        if (t.nature, t.annee) == (nature, annee):
            sommes[LIBELLES[classe[t.financeur]], t.poste] += t.centimes
    return sommes


def test_head_counts(france: France2012, activite: dict[str, float]) -> None:
    assert len(france.dlas) == activite["dla"]
    assert len(france.regionaux) == activite["c2ra"]
    assert len(france.centres) == 6
    assert len(france.prestataires) == 3912 > activite["prestataires_recenses"]
    assert len(france.structures) == activite["structures_accompagnees"]
    assert sum(s.nouvelle for s in france.structures) == activite["structures_nouvellement_accueillies"]
    assert all((s.accueil.year == 2012) == s.nouvelle for s in france.structures)
    assert {d.lieu.departement for d in france.dlas} == {
        x["departement"] for x in lire("departements_2012.csv")
    }


def test_diagnosed_and_beneficiaries_are_the_accompanied(
    france: France2012, activite: dict[str, float]
) -> None:
    par_nature: dict[str, set[int]] = defaultdict(set)
    for d in france.diagnostics:
        par_nature[d.nature].add(d.structure)
        assert d.debut.year == d.valide.year == 2012
        assert d.debut <= d.valide
    assert len(par_nature["pre"]) == activite["structures_diagnostiquees_pre_accompagnement"]
    assert len(par_nature["post"]) == activite["structures_diagnostiquees_suivi_post_accompagnement"]
    diagnostiquees = par_nature["pre"] | par_nature["post"]
    assert len(diagnostiquees) == activite["structures_diagnostiquees"]
    avec_ingenierie = {s for i in france.ingenieries for s in i.structures}
    assert len(avec_ingenierie) == activite["structures_beneficiaires_ingenierie"]
    assert len(diagnostiquees | avec_ingenierie) == activite["structures_accompagnees"]
    assert avec_ingenierie == {s.cle for s in france.structures if s.avec_ingenierie}


def test_a_structure_is_met_before_it_is_diagnosed_and_before_its_first_order(france: France2012) -> None:
    accueil = {s.cle: s.accueil for s in france.structures}
    assert all(accueil[d.structure] <= d.debut for d in france.diagnostics)
    pre = {d.structure: d.valide for d in france.diagnostics if d.nature == "pre"}
    for i, c in zip(france.ingenieries, france.commandes, strict=True):
        assert all(accueil[s] <= c.notifiee for s in i.structures)
        assert all(pre[s] <= c.notifiee for s in i.structures if s in pre)


def test_a_structure_has_one_diagnostic_a_day_the_first_kind_first(france: France2012) -> None:
    jours: dict[int, dict[str, date]] = defaultdict(dict)
    for d in france.diagnostics:
        jours[d.structure][d.nature] = d.debut
    deux = [natures for natures in jours.values() if len(natures) == 2]
    assert len(deux) == 269
    assert all(natures["pre"] < natures["post"] for natures in deux)
    debuts = {(d.structure, d.debut) for d in france.diagnostics}
    assert {(e.structure, e.jour) for e in france.emplois} <= debuts


def test_impact_survey(france: France2012, activite: dict[str, float]) -> None:
    assert len({i.structure for i in france.impacts}) == activite["structures_mesure_impact"]
    assert all(i.jour.year == 2012 for i in france.impacts)


def test_ingenieries(france: France2012, activite: dict[str, float]) -> None:
    assert len(france.ingenieries) == activite["ingenieries_commandees"]
    individuelles = [i for i in france.ingenieries if not i.collective]
    collectives = [i for i in france.ingenieries if i.collective]
    assert len(individuelles) == activite["ingenieries_individuelles"]
    assert len(collectives) == activite["ingenieries_collectives"]
    assert all(len(i.structures) == 1 for i in individuelles)
    assert all(len(set(i.structures)) == len(i.structures) >= 3 for i in collectives)
    assert sum(len(i.structures) for i in collectives) / len(collectives) >= 3.5
    dla_de = {s.cle: s.dla for s in france.structures}
    assert all(dla_de[s] == i.dla for i in france.ingenieries for s in i.structures)


def test_prestations_by_thematique(france: France2012) -> None:
    comptes = Counter(t for i in france.ingenieries for t, _ in i.prestations)
    lus = {libelle("thematiques.csv", code): nombre for code, nombre in comptes.items()}
    assert lus == {x["thematique"]: int(x["prestations"]) for x in lire_oracle("thematiques.csv")}
    assert all(len({t for t, _ in i.prestations}) == len(i.prestations) for i in france.ingenieries)
    for i, c in zip(france.ingenieries, france.commandes, strict=True):
        assert sum(j for _, j in i.prestations) == c.jours_centiemes
        assert all(j > 0 for _, j in i.prestations)


def test_beneficiaries_by_sector_and_legal_type(france: France2012, activite: dict[str, float]) -> None:
    avec_ingenierie = [s for s in france.structures if s.avec_ingenierie]
    secteurs = Counter(libelle("secteurs.csv", s.secteur) for s in avec_ingenierie)
    assert secteurs == {
        x["secteur"]: int(x["structures"]) for x in lire_oracle("secteurs.csv") if x["annee"] == "2012"
    }
    types = Counter(libelle("types_structures.csv", s.type_code) for s in avec_ingenierie)
    assert types == {
        x["type"]: int(x["structures"]) for x in lire_oracle("types_structures.csv") if x["annee"] == "2012"
    }
    siae = [s for s in avec_ingenierie if s.siae]
    assert len(siae) == activite["siae_beneficiaires"]
    assert arrondi(100 * len(siae) / len(avec_ingenierie)) == activite["part_siae_beneficiaires"]
    assert len({s.type_code for s in siae}) > 2
    assert all(len(set(s.siae)) == len(s.siae) for s in siae)


def test_orders_to_the_centime_and_the_half_day(france: France2012, activite: dict[str, float]) -> None:
    assert sum(c.ttc for c in france.commandes) == 1_242_734_600
    assert sum(c.jours_centiemes for c in france.commandes) == 13_586 * 100
    mobilises = {c.prestataire for c in france.commandes}
    assert len(mobilises) == activite["prestataires_mobilises"]
    assert round(13_586 / len(mobilises), 1) == activite["duree_moyenne_annuelle_par_prestataire"]
    taux = {p.cle: p.tva_dix_millemes for p in france.prestataires}
    for c in france.commandes:
        assert c.ht + c.tva == c.ttc > 0
        assert c.tva == tva_centimes(c.ht, c.tva_dix_millemes)
        assert c.tva_dix_millemes == taux[c.prestataire] in {0, 850, 1960}
        assert c.jours_centiemes % 50 == 0
    moyenne = sum(c.ttc for c in france.commandes) / len(france.commandes) / 100
    assert round(moyenne, -1) == activite["cout_moyen_ingenierie"]
    par_structure = 12_427_346 / activite["structures_beneficiaires_ingenierie"]
    assert round(par_structure, -2) == activite["cout_moyen_par_structure_beneficiaire"]


def test_a_day_costs_what_a_day_may_cost(france: France2012) -> None:
    tarifs = [c.ht * 100 // c.jours_centiemes for c in france.commandes]
    assert min(tarifs) > 38_000
    assert max(tarifs) < 150_000


def test_orders_are_dated_in_the_year_and_advance_in_order(france: France2012) -> None:
    demo = {d.cle for d in france.dlas if d.sigle == SIGLE_DEMO}
    etats: Counter[str] = Counter()
    for c in france.commandes:
        assert date(2012, 2, 1) <= c.notifiee <= date(2012, 12, 31)
        jours = [c.notifiee, c.debut, c.fin, c.realise, c.facture, c.paye]
        connus = [j for j in jours if j is not None]
        assert connus == sorted(connus)
        assert jours[: len(connus)] == connus
        etats["paye" if c.paye else "facture" if c.facture else "realise" if c.realise else "engage"] += 1
        assert c.paye is not None or c.dla not in demo
    assert etats["paye"] > 1500
    assert min(etats["facture"], etats["realise"], etats["engage"]) > 50


def test_employment(france: France2012, activite: dict[str, float]) -> None:
    dernier: dict[int, Any] = {}
    for e in sorted(france.emplois, key=lambda e: e.jour):
        dernier[e.structure] = e
        assert e.cdi + e.cdd == e.postes
        assert 0 <= e.aides <= e.postes
        assert min(e.cdi, e.cdd) >= 0
    postes = sum(e.postes for e in dernier.values())
    assert postes > activite["emplois_structures_accompagnees"]
    assert postes // 1000 == 144
    assert arrondi(100 * sum(e.cdi for e in dernier.values()) / postes) == activite["part_cdi"]
    assert arrondi(100 * sum(e.cdd for e in dernier.values()) / postes) == activite["part_cdd"]
    assert arrondi(100 * sum(e.aides for e in dernier.values()) / postes) == activite["part_emplois_aides"]
    part = 100 * len(dernier) / len(france.structures)
    assert activite["part_structures_emploi_renseigne"] < part < 70


def test_funding_of_the_dla(france: France2012) -> None:
    sommes = somme(france, "dla")
    for x in lire_oracle("financeurs_dla_2012.csv"):
        for poste, colonne in (
            (faits.INTERNE, "offre_de_service_interne"),
            (faits.INGENIERIE, "fonds_ingenierie"),
        ):
            assert sommes[x["financeur"], poste] == round(float(x[colonne]) * 100)


@pytest.mark.parametrize(("nature", "nom"), [("regional", "c2ra"), ("centre", "cnar")])
def test_funding_of_the_regionaux_and_centres(france: France2012, nature: str, nom: str) -> None:
    sommes: Counter[str] = Counter()
    for (ligne, _), centimes in somme(france, nature).items():
        sommes["Intercommunalité" if ligne.startswith("Intercommunalité") else ligne] += centimes
    for x in lire_oracle(f"financeurs_{nom}.csv"):
        if x["annee"] == "2012":
            assert arrondi(sommes[x["financeur"]] / 100) == int(x["montant"] or 0)


def test_both_posts_of_the_regionaux_and_of_all(france: France2012) -> None:
    regionaux, dla = somme(france, "regional"), somme(france, "dla")
    postes = {
        p: sum(c for (_, poste), c in regionaux.items() if poste == p)
        for p in (faits.INTERNE, faits.INGENIERIE)
    }
    assert {p: arrondi(c / 100) for p, c in postes.items()} == {
        faits.INTERNE: 1_661_844,
        faits.INGENIERIE: 452_787,
    }
    assert arrondi(sum(regionaux.values()) / 100) == 2_114_630
    consolide: Counter[str] = Counter()
    for source in (regionaux, dla):
        for (ligne, _), centimes in source.items():
            consolide[ligne] += centimes
    for x in lire_oracle("financeurs_consolide.csv"):
        if x["annee"] == "2012":
            assert arrondi(consolide[x["financeur"]] / 100) == int(x["montant"])


def test_local_authorities(france: France2012, activite: dict[str, float]) -> None:
    locales = {f.cle: f for f in france.financeurs if f.classe in faits.COLLECTIVITES}
    de_2012 = {t.financeur for t in france.tranches if t.annee == 2012 and t.financeur in locales}
    avant = {t.financeur for t in france.tranches if t.annee < 2012 and t.financeur in locales}
    assert len(de_2012) == activite["collectivites_cofinanceuses"]
    nouvelles = Counter(locales[cle].classe for cle in de_2012 - avant)
    assert nouvelles.total() == activite["collectivites_nouvelles"]
    assert nouvelles["departement"] == activite["collectivites_nouvelles_conseils_generaux"]
    assert nouvelles["intercommunalite"] == activite["collectivites_nouvelles_intercommunalites"]
    assert nouvelles["commune"] == activite["collectivites_nouvelles_communes"]
    finances = {
        t.organisation
        for t in france.tranches
        if t.nature == "dla" and t.annee == 2012 and t.financeur in locales
    }
    assert len(finances) == 90
    assert arrondi(100 * len(finances) / 105) == activite["part_dla_finances_par_collectivites"]
    avant_2012 = somme(france, "dla", 2011)
    assert {ligne: c for (ligne, _), c in avant_2012.items()} == {
        "Régions": 223_002_500,
        "Départements": 132_090_300,
        "Intercommunalité et communes": 62_992_500,
    }


def test_a_financeur_gives_a_post_once_a_year(france: France2012) -> None:
    cles = Counter((t.nature, t.organisation, t.financeur, t.annee, t.poste) for t in france.tranches)
    assert cles.most_common(1)[0][1] == 1
    assert all(t.centimes > 0 for t in france.tranches)


def test_no_order_and_no_fund_goes_above_its_tranches(france: France2012) -> None:
    impute: Counter[int] = Counter()
    for c in france.commandes:
        assert sum(centimes for _, centimes in c.imputations) == c.ttc
        for rang, centimes in c.imputations:
            t = france.tranches[rang]
            assert (t.nature, t.organisation, t.annee, t.poste) == ("dla", c.dla, 2012, faits.INGENIERIE)
            impute[rang] += centimes
    assert all(centimes <= france.tranches[rang].centimes for rang, centimes in impute.items())


def test_numbers_are_valid_unique_and_nobodys(france: France2012) -> None:
    sirets = [s.siret for s in france.structures] + [p.siret for p in france.prestataires]
    sirens = [s[:9] for s in sirets] + [d.siren for d in france.dlas] + [f.siren for f in france.financeurs]
    assert len(set(sirens)) == len(sirens)
    assert all(siren.is_valid(s) for s in sirens)
    assert all(siret.is_valid(s) for s in sirets)
    assert max(sirens) < "000190000"


def test_names_are_unique_and_not_on_the_list_of_those_taken(france: France2012) -> None:
    noms = [p.nom for p in france.prestataires]
    assert len(set(noms)) == len(noms)
    repertoire = listes("noms")
    prenoms = {normaliser(mot) for mot in repertoire["prenoms"]}
    interdits = {normaliser(mot) for mot in repertoire["interdits"]} - prenoms
    mots = {mot for nom in noms for mot in normaliser(nom.strip("()")).split()}
    assert not mots & interdits
    assert all(p.courriel.endswith(".example") for p in france.prestataires)


def test_fiches_are_rich_enough_to_search(france: France2012) -> None:
    for p in france.prestataires:
        assert 60 <= len(p.presentation.split()) <= 125
        assert p.titre
        assert p.activites
        assert p.intervenants
        assert p.references
        assert p.lieu.departement in p.zones
        cles = [(a.secteur, a.thematique) for a in p.activites]
        assert len(set(cles)) == len(cles)
    assert len({p.presentation for p in france.prestataires}) == len(france.prestataires)
    for mot in (
        "ressourceries",
        "compagnies de théâtre",
        "crèches parentales",
        "épiceries sociales",
        "modèle économique",
        "fonction employeur",
    ):
        assert 20 < sum(mot in f"{p.titre} {p.presentation}" for p in france.prestataires) < 2500


def test_a_prestataire_offers_what_it_was_ordered(france: France2012) -> None:
    activites = {p.cle: {(a.secteur, a.thematique) for a in p.activites} for p in france.prestataires}
    for i, c in zip(france.ingenieries, france.commandes, strict=True):
        assert {(i.secteur, t) for t, _ in i.prestations} <= activites[c.prestataire]


def test_the_same_rows_each_time(france: France2012, carte: Territoires) -> None:
    assert resoudre(carte) == france


def test_oracle_is_whole() -> None:
    assert len(list(ORACLE.glob("*.csv"))) == 9


def test_the_year_is_solved_in_six_seconds(carte: Territoires) -> None:
    debut = process_time()
    resoudre(carte)
    assert process_time() - debut < 6
