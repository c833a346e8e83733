"""The documents that the index is made of, and the events that bring it up to date."""

from datetime import date

import pytest
from sqlalchemy import event

from dla_market.catalogue import operations
from dla_market.catalogue.models import Activite as ActiviteFiche
from dla_market.catalogue.models import ActiviteZone, EtatFiche, Prestataire
from dla_market.catalogue.saisies import FicheSaisie
from dla_market.commandes.missions import missions, par_dla
from dla_market.commandes.models import Commande, EtatCommande
from dla_market.comptes.models import Role
from dla_market.expertise.models import Aval, EtatAval, NaturePreuve
from dla_market.ingenieries.models import EtatIngenierie, Ingenierie, TypeIngenierie
from dla_market.kernel import clock
from dla_market.kernel.db import db, unit_of_work
from dla_market.referencement.models import EtatReferencement
from dla_market.referencement.models import Referencement as ReferencementFiche
from dla_market.search import Activite, Indexeur, Referencement, Requete, WhooshMoteur
from dla_market.search import Aval as AvalIndexe
from dla_market.search.abonnements import indexer
from dla_market.search.source import SourceEnBase, documents_fiche
from tests.catalogue import semis
from tests.support import fabriques


def une_commande(session, dla, prestataire, etat=EtatCommande.NOTIFIEE):
    n = f"{dla.id}-{prestataire.id}-{etat.value}"
    ingenierie = Ingenierie(
        reference=n,
        dla_id=dla.id,
        type=TypeIngenierie.INDIVIDUELLE,
        intitule="Essai",
        secteur_code="sport",
        etat=EtatIngenierie.COMMANDEE,
        cree_le=clock.now(),
    )
    session.add(ingenierie)
    session.flush()
    commande = Commande(
        numero=n,
        ingenierie_id=ingenierie.id,
        dla_id=dla.id,
        prestataire_id=prestataire.id,
        objet="Essai",
        jours_centiemes=300,
        ht_centimes=100,
        tva_dix_millemes=2000,
        tva_centimes=20,
        ttc_centimes=120,
        etat=etat,
        etablie_le=clock.now(),
        notifiee_le=clock.now(),
    )
    session.add(commande)
    session.flush()
    return commande


@pytest.fixture
def monde(app):
    with unit_of_work() as session:
        dla = fabriques.un_dla(session)
        centre = semis.un_centre(session)
        fiche = semis.un_prestataire(session)
        cachee = semis.un_prestataire(session, "Cachée", etat=EtatFiche.BROUILLON)
        acteur = fabriques.un_acteur(session, Role.PRESTATAIRE, fiche)
        for etat, fin in ((EtatAval.CONFIRME, date(2028, 1, 1)), (EtatAval.RETIRE, date(2029, 1, 1))):
            session.add(
                Aval(
                    centre_id=centre.id,
                    prestataire_id=fiche.id,
                    secteur_code="environnement",
                    niveau=2,
                    motif="Essai",
                    preuve_nature=NaturePreuve.MISSION,
                    preuve="Mission de 2025",
                    etat=etat,
                    propose_par_id=acteur.utilisateur_id,
                    propose_le=clock.now(),
                    fin=fin,
                )
            )
        regional = fabriques.un_dla_regional(session)
        for debut, fin in ((date(2025, 1, 1), date(2026, 5, 1)), (date(2026, 5, 2), date(2029, 5, 1))):
            session.add(
                ReferencementFiche(
                    prestataire_id=fiche.id,
                    regional_id=regional.id,
                    etat=EtatReferencement.ACCEPTE,
                    demande_le=debut,
                    debut=debut,
                    fin=fin,
                )
            )
        commande = une_commande(session, dla, fiche)
        une_commande(session, dla, fiche, EtatCommande.A_SIGNER)
    return fiche.id, cachee.id, dla.id, dla.nom, commande.id, acteur


def test_une_fiche_devient_un_document(session, monde):
    fiche, cachee, dla, nom_dla, _, _ = monde
    documents = {d.id: d for d in documents_fiche(session)}
    document = documents[fiche]
    assert document.activites == (
        Activite("environnement", "strategie_consolidation", 3, "appui_projet_strategie"),
    )
    assert "Stratégie de consolidation" in document.activites_texte
    assert "Ressourcerie du Lac" in document.references_texte
    assert "Camille Exemple" in document.intervenants_texte
    assert document.departements == ("26",)
    assert document.avals == (AvalIndexe("environnement", "environnement", date(2028, 1, 1)),)
    assert document.referencements == (
        Referencement("84", date(2026, 5, 1), date(2025, 1, 1)),
        Referencement("84", date(2029, 5, 1), date(2026, 5, 2)),
    )
    assert document.regions == ("84",)
    assert document.activites[0].groupe == "appui_projet_strategie"
    assert (document.missions, document.missions_par_dla) == (1, {dla: 1})
    assert par_dla(missions(session, fiche)) == {nom_dla: 1}
    assert not documents[cachee].visible
    assert documents[cachee].presentation == ""
    assert SourceEnBase().une(10**6) is None


def test_une_activite_garde_ses_propres_departements(app, session, monde):
    fiche, *_ = monde
    with unit_of_work() as ecriture:
        ecriture.add(
            ActiviteFiche(
                prestataire_id=fiche,
                secteur_code="sport",
                thematique_code="strategie_consolidation",
                niveau=1,
                zones=[ActiviteZone(departement_code=code) for code in ("75", "07")],
            )
        )
    (document,) = documents_fiche(session, [fiche])
    assert document.departements == ("26",)
    assert document.codes("departements") == ("07", "26", "75")
    assert [(un.secteur, un.departements, un.regions) for un in document.activites] == [
        ("environnement", (), ()),
        ("sport", ("07", "75"), ("84",)),
    ]


def test_cent_fiches_ne_coutent_pas_plus_de_requetes_qu_une(session, monde):
    with unit_of_work() as ecriture:
        for n in range(20):
            semis.un_prestataire(ecriture, f"Fiche {n}")
    ordres = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: ordres.append(a[2]))
    assert len(list(documents_fiche(session))) == 22
    assert len([ordre for ordre in ordres if ordre.startswith("SELECT")]) == 15


def test_chaque_evenement_met_l_index_a_jour(app, session, monde, tmp_path):
    fiche, _, dla, _, commande, acteur = monde
    app.config["DLA_INDEX"] = tmp_path / "index"
    indexer(session, {"prestataire_id": fiche})
    Indexeur(app.config["DLA_INDEX"]).reconstruire(SourceEnBase())
    moteur = WhooshMoteur()
    moteur.ouvrir(app.config["DLA_INDEX"])
    with unit_of_work() as ecriture:
        operations.modifier_fiche(
            ecriture, acteur, ecriture.get_one(Prestataire, fiche), FicheSaisie(zones=frozenset({"07"}))
        )
    indexer(session, {"prestataire_id": fiche})
    requete = Requete(le=date(2026, 11, 23), departements=("07",))
    assert [ligne.id for ligne in moteur.interroger(requete).lignes] == [fiche]
    indexer(session, {"commande_id": commande})
    indexer(session, {"commande_id": 10**6})
    assert moteur.interroger(Requete(le=date(2026, 11, 23), jamais_sollicite_par=dla)).total == 0
    with unit_of_work() as ecriture:
        ecriture.get_one(Prestataire, fiche).etat = EtatFiche.SUSPENDUE
    indexer(session, {"prestataire_id": fiche})
    assert moteur.interroger(requete).total == 0
    moteur.fermer()
