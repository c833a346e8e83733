"""Lists and homes cost as many statements for six orders as for one."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from dla_market.commandes.models import (
    Commande,
    EtatCommande,
    EtatFacture,
    EtatLivrable,
    Facture,
    Livrable,
)
from dla_market.kernel import clock
from dla_market.kernel.db import db, unit_of_work


@contextmanager
def compter():
    ordres = []

    def noter(_c, _curseur, ordre, *_):
        if not ordre.startswith(("PRAGMA", "BEGIN")):
            ordres.append(ordre)

    event.listen(db.engine, "before_cursor_execute", noter)
    yield ordres
    event.remove(db.engine, "before_cursor_execute", noter)


def copier(monde, combien):
    """More orders under way, each with a deliverable and an invoice."""
    with unit_of_work() as session:
        modele = session.query(Commande).first()
        for n in range(combien):
            commande = Commande(
                numero=f"COPIE-{n}",
                ingenierie_id=modele.ingenierie_id,
                dla_id=modele.dla_id,
                prestataire_id=modele.prestataire_id,
                objet="Copie",
                jours_centiemes=100,
                ht_centimes=100,
                tva_dix_millemes=0,
                tva_centimes=0,
                ttc_centimes=100,
                etat=EtatCommande.NOTIFIEE,
                etablie_le=clock.now(),
                notifiee_le=clock.now(),
                livrables=[Livrable(libelle="Note", etat=EtatLivrable.PREVU)],
            )
            commande.factures.append(
                Facture(
                    numero_fournisseur=f"C-{n}",
                    date_emission=clock.today(),
                    recue_le=clock.now(),
                    echeance=clock.today(),
                    ht_centimes=100,
                    tva_centimes=0,
                    ttc_centimes=100,
                    etat=EtatFacture.RECUE,
                )
            )
            session.add(commande)


@pytest.mark.parametrize(
    ("nom", "url"),
    [
        ("charge", "/commandes"),
        ("structure", "/commandes"),
        ("gestionnaire", "/commandes/factures"),
        ("prestataire", "/a-faire"),
        ("structure", "/a-faire"),
        ("responsable", "/a-faire"),
        ("gestionnaire", "/a-faire"),
    ],
)
def test_no_statement_for_each_row(client, monde, nom, url):
    monde.notifiee()
    copier(monde, 1)
    client.se_connecter(getattr(monde, nom))
    client.lire(url)
    with compter() as peu:
        client.lire(url)
    copie = len(peu)
    with unit_of_work() as session:
        for commande in session.query(Commande).filter(Commande.numero.like("COPIE-%")):
            commande.numero = f"AVANT-{commande.id}"
    copier(monde, 5)
    with compter() as beaucoup:
        client.lire(url)
    assert len(beaucoup) == copie, [o[:160] for o in beaucoup]


def test_an_order_s_page_keeps_its_statements_in_hand(client, monde):
    commande = monde.restituee()
    monde.certifier(commande, commande.ttc_centimes)
    monde.facturer(commande, 3_200_00, 640_00)
    client.se_connecter(monde.responsable)
    adresse = f"/commandes/{commande.id}"
    client.lire(adresse)
    with compter() as ordres:
        client.lire(adresse)
    assert len(ordres) <= 18, [o[:120] for o in ordres]
