from datetime import date, timedelta

from sqlalchemy import event, select

from dla_market.catalogue.models import Activite, ActiviteZone, Zone
from dla_market.catalogue.rules import est_active
from dla_market.kernel import clock
from dla_market.kernel.db import db, unit_of_work
from dla_market.referencement import queries, rules
from dla_market.referencement.couverture import blancs, couverture
from dla_market.referencement.models import Appel, EtatAppel, EtatReferencement, Referencement
from dla_market.referencement.territoires import departements_par_regional, regionaux_des_zones
from tests.catalogue import semis
from tests.referencement.monde import JOUR, un_accepte, une_demande
from tests.support import fabriques

AUJOURDHUI = date(2026, 3, 10)


def test_les_regles_de_periode_se_disent_pareil_en_sql(session):
    jours = [None, *(AUJOURDHUI + timedelta(days=n) for n in (-1, 0, 1, 89, 90))]
    with unit_of_work() as ecriture:
        fiche, regional = fabriques.un_prestataire(ecriture), fabriques.un_dla_regional(ecriture)
        ecriture.add_all(
            Referencement(
                prestataire_id=fiche.id,
                regional_id=regional.id,
                etat=etat,
                demande_le=AUJOURDHUI,
                debut=debut,
                fin=fin,
            )
            for etat in EtatReferencement
            for debut in jours
            for fin in jours
        )
    tous = session.scalars(select(Referencement)).all()
    for sql, regle in (
        (queries.sql_en_cours(AUJOURDHUI), lambda r: rules.est_en_cours(r, AUJOURDHUI)),
        (queries.sql_expire(AUJOURDHUI), lambda r: rules.est_expire(r, AUJOURDHUI)),
        (queries.sql_finit_bientot(AUJOURDHUI, 90), lambda r: rules.finit_bientot(r, AUJOURDHUI, 90)),
    ):
        trouves = set(session.scalars(select(Referencement.id).where(sql)))
        assert trouves == {r.id for r in tous if regle(r)}
        assert 0 < len(trouves) < len(tous)


def test_un_appel_ouvert_se_dit_pareil_en_sql(session):
    jours = [AUJOURDHUI + timedelta(days=n) for n in (-1, 0, 1)]
    with unit_of_work() as ecriture:
        for n, (etat, debut, fin) in enumerate(
            (e, d, f) for e in EtatAppel for d in jours for f in (None, *jours)
        ):
            ecriture.add(
                Appel(
                    regional_id=fabriques.un_dla_regional(ecriture).id,
                    edition=n,
                    etat=etat,
                    texte="",
                    recours="",
                    debut=debut,
                    fin=fin,
                )
            )
    ouverts = set(session.scalars(select(Appel.id).where(queries.sql_ouvert(AUJOURDHUI))))
    tous = session.scalars(select(Appel)).all()
    assert ouverts == {a.id for a in tous if rules.est_ouvert(a, AUJOURDHUI)}
    assert 0 < len(ouverts) < len(tous)


def test_qui_voit_quoi(session, monde):
    with unit_of_work() as ecriture:
        demande = une_demande(ecriture, monde).id

    def vus(acteur):
        return set(session.scalars(queries.visible_to(acteur).with_only_columns(Referencement.id)))

    acteurs = ("referente", "autre_referente", "prestataire", "rival", "charge", "pilote")
    assert {n for n in acteurs if vus(getattr(monde, n))} == {"referente", "prestataire"}
    with unit_of_work() as ecriture:
        ecriture.get_one(Referencement, demande).etat = EtatReferencement.ACCEPTE
    assert {n for n in acteurs if vus(getattr(monde, n))} == set(acteurs) - {"rival"}
    ouvrent = {n for n in acteurs if queries.charger(session, getattr(monde, n), demande)}
    assert ouvrent == {"referente", "prestataire"}


def test_les_listes_de_la_region_et_leurs_comptes(session, monde):
    with unit_of_work() as ecriture:
        un_accepte(ecriture, monde, fin=JOUR + timedelta(days=30))
    filtres = queries.Filtres()

    def comptes(**plus):
        return queries.comptes(session, monde.referente, clock.today(), 90, queries.Filtres(**plus))

    assert comptes() == {
        "a_traiter": 0, "a_completer": 0, "retraits": 0, "bientot": 1, "en_cours": 1, "passes": 0
    }  # fmt: skip
    with unit_of_work() as ecriture:
        une_demande(ecriture, monde)
    assert comptes()["bientot"] == 0, "a renewal is asked: it no longer calls"
    assert comptes()["a_traiter"] == 1
    assert comptes(texte="rivale")["en_cours"] == 0
    assert comptes(texte="communs", departement="26")["en_cours"] == 1
    for nom, combien in comptes().items():
        requete = queries.liste(monde.referente, nom, clock.today(), 90, filtres)
        assert len(session.scalars(requete).all()) == combien
    assert set(queries.comptes(session, monde.autre_referente, clock.today(), 90, filtres).values()) == {0}
    clock.avancer_de(timedelta(days=31))
    assert comptes()["passes"] == 1


def test_les_departements_d_une_region_et_les_regions_d_une_zone(session, monde):
    par_regional = departements_par_regional(session)
    assert "26" in par_regional[monde.regional.id]
    assert "13" in par_regional[monde.autre.id]
    assert regionaux_des_zones(par_regional, ["26"]) == {monde.regional.id}
    assert regionaux_des_zones(par_regional, []) == frozenset()


def naive(session, regional_id=None):
    """The same counts, said with the rules alone."""
    par_regional = departements_par_regional(session)
    cases = {}
    for dossier in session.scalars(select(Referencement)):
        if regional_id not in (None, dossier.regional_id):
            continue
        fiche = dossier.prestataire
        if not rules.est_en_cours(dossier, clock.today()) or not est_active(fiche, clock.today()):
            continue
        for activite in fiche.activites:
            for lieu in activite.zones or fiche.zones:
                if lieu.departement_code in par_regional.get(dossier.regional_id, ()):
                    case = activite.secteur_code, lieu.departement_code
                    cases.setdefault(case, set()).add(fiche.id)
    return {case: len(ids) for case, ids in cases.items()}


def test_la_carte_des_manques_compte_les_actifs_references_chez_eux(session, monde):
    with unit_of_work() as ecriture:
        for n in range(12):
            fiche = (
                semis.un_prestataire(
                    ecriture,
                    f"Fiche {n}",
                    confirmee_le=JOUR - timedelta(days=370 if n % 4 == 0 else 3),
                    zones=[Zone(departement_code=code) for code in ("26", "07", "13", "84")[: 1 + n % 4]],
                    activites=[
                        Activite(secteur_code="culture", thematique_code=t, niveau=1)
                        for t in ("gestion_financiere", "strategie_consolidation")[: 1 + n % 2]
                    ]
                    + [Activite(secteur_code="sport", thematique_code="gestion_financiere", niveau=1)]
                    * (n % 3),
                )
                if n % 3 < 2
                else semis.un_prestataire(ecriture, f"Fiche {n}", confirmee_le=JOUR)
            )
            if n % 2:
                fiche.activites[0].zones = [ActiviteZone(departement_code="38")]
            for regional in (monde.regional, monde.autre)[: 1 + n % 2]:
                ecriture.add(
                    Referencement(
                        prestataire_id=fiche.id,
                        regional_id=regional.id,
                        etat=EtatReferencement.ACCEPTE if n % 5 else EtatReferencement.DEMANDE,
                        demande_le=JOUR,
                        debut=JOUR,
                        fin=JOUR + timedelta(days=-1 if n == 7 else 30),
                    )
                )
    ordres = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: ordres.append(a[2]))
    france = couverture(session, clock.today())
    assert len([ordre for ordre in ordres if ordre.startswith("SELECT")]) <= 2, "the settings, then the map"
    assert france == naive(session)
    assert france[("culture", "26")] > 1
    assert france[("culture", "38")] > 1
    assert ("culture", "01") not in france
    for regional in (monde.regional, monde.autre):
        assert couverture(session, clock.today(), regional.id) == naive(session, regional.id)
        siens = departements_par_regional(session)[regional.id]
        ordres.clear()
        trouves = blancs(session, clock.today(), regional.id, ("culture", "sport"))
        assert len(ordres) == 1
        assert trouves.departements == len(siens)
        assert trouves.par_secteur == {
            secteur: sum((secteur, code) not in naive(session, regional.id) for code in siens)
            for secteur in ("culture", "sport")
        }
