"""The seal: what the database holds says nothing, nothing can be moved; the control is seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, text

from dla_market.consultations import operations, rules, scelle
from dla_market.consultations.models import Consultation, Offre
from dla_market.kernel.coffre import Coffre, CoffreInutilisable, Illisible
from dla_market.kernel.db import db, unit_of_work
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.journal import SYSTEME
from tests.consultations.monde import (
    APRES,
    DEBUT,
    au,
    contenu,
    deposer,
    invitation_de,
    peupler,
    une_consultation,
)
from tests.support.canaris import chercher
from tests.support.verre import CoffreDeVerre

TEXTE = "Canari-Péridot-4711"
PRIX = 9_876_543_210
CLE_A, CLE_B = bytes(range(32)), bytes(range(1, 33))


@pytest.fixture
def deposee(session, monde, coffre):
    consultation = une_consultation(session, monde, coffre)
    return consultation, deposer(session, coffre, consultation, monde.candidats[0]).offre


def vivre(fichier, coffre):
    """Drafts, deposits, a replacement and a withdrawal, committed; then what lies on the disk."""
    with au(DEBUT):
        with unit_of_work() as session:
            monde = peupler(session)
            consultation = une_consultation(session, monde, coffre)
            identifiant = consultation.id
        for rang, acteur in enumerate(monde.candidats[:3]):
            for essai in range(2):
                with unit_of_work() as session:
                    consultation = session.get_one(Consultation, identifiant)
                    offre = contenu(PRIX, methode=f"{TEXTE} {rang} {essai}", tva_dix_millemes=0)
                    invitation = invitation_de(consultation, acteur)
                    operations.enregistrer_brouillon(session, acteur, coffre, invitation, contenu=offre) if (
                        essai == 0
                    ) else operations.deposer(session, acteur, coffre, invitation, contenu=offre)
        with unit_of_work() as session:
            consultation = session.get_one(Consultation, identifiant)
            operations.retirer_offre(
                session, monde.candidats[2], invitation_de(consultation, monde.candidats[2])
            )
    db.session.remove()
    return chercher(fichier.parent, [TEXTE, PRIX])


def test_database_and_log_hold_no_trace_of_what_offers_say(fichier, coffre):
    assert vivre(fichier, coffre) == []
    assert Path(f"{fichier}-wal").stat().st_size > 0


def test_the_control_without_a_seal_is_seen_in_database_and_log(fichier):
    touches = vivre(fichier, CoffreDeVerre([CLE_A]))
    assert {TEXTE, PRIX} == {t.canari for t in touches}
    assert any(t.endroit.endswith("-wal") for t in touches)
    with db.engine.connect() as connexion:
        connexion.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert any(t.endroit == fichier.name for t in chercher(fichier.parent, [TEXTE]))


def test_sizes_say_nothing(session, monde, coffre):
    consultation = une_consultation(session, monde, coffre)
    court = scelle.sceller(coffre, consultation, "a", 1, contenu(1, methode="x"))
    long = scelle.sceller(coffre, consultation, "b", 1, contenu(PRIX, methode="x" * rules.TEXTE_MAX))
    assert len(court.contenu) == len(long.contenu) == scelle.PAS + 28


def test_the_same_offer_twice_shares_nothing(session, monde, coffre):
    consultation = une_consultation(session, monde, coffre)
    un, deux = (scelle.sceller(coffre, consultation, "a", 1, contenu()) for _ in range(2))
    assert un.empreinte != deux.empreinte
    assert un.contenu[:64] != deux.contenu[:64]


@pytest.mark.parametrize("champ", ["contenu", "cle_enveloppee", "revision", "empreinte"])
def test_what_is_altered_does_not_open(session, monde, coffre, deposee, champ):
    consultation, offre = deposee
    valeur = getattr(offre, champ)
    altere = {
        "contenu": lambda v: v[:20] + bytes([v[20] ^ 1]) + v[21:],
        "cle_enveloppee": lambda v: v[:-1] + bytes([v[-1] ^ 1]),
        "revision": lambda v: v + 1,
        "empreinte": lambda v: v[::-1],
    }
    setattr(offre, champ, altere[champ](valeur))
    with pytest.raises(Illisible):
        scelle.lire_la_sienne(coffre, monde.candidats[0], consultation, offre)


def test_an_offer_cannot_take_anothers_place(session, monde, coffre, deposee):
    consultation, une = deposee
    autre = deposer(session, coffre, consultation, monde.candidats[1]).offre
    autre.contenu, autre.cle_enveloppee, autre.empreinte = une.contenu, une.cle_enveloppee, une.empreinte
    with pytest.raises(Illisible):
        scelle.lire_la_sienne(coffre, monde.candidats[1], consultation, autre)


def test_only_its_owner_reads_an_offer_again(session, monde, coffre, deposee):
    consultation, offre = deposee
    relue = scelle.lire_la_sienne(coffre, monde.candidats[0], consultation, offre)
    assert relue.contenu == contenu()
    for acteur in (monde.candidats[1], monde.charge, monde.responsable, monde.asso[0], monde.referent):
        with pytest.raises(RefusMetier):
            scelle.lire_la_sienne(coffre, acteur, consultation, offre)


def test_the_receipt_is_verified_with_the_salt_of_its_owner(session, monde, coffre, deposee):
    consultation, offre = deposee
    relue = scelle.lire_la_sienne(coffre, monde.candidats[0], consultation, offre)
    texte = scelle.texte_de(relue.contenu)
    assert scelle.engagement(bytes.fromhex(relue.sel), texte) == offre.empreinte


def test_every_receipt_is_that_of_the_opening(session, monde, coffre):
    consultation = une_consultation(session, monde, coffre)
    recus = {
        depot.offre.id: depot.offre.empreinte
        for depot in (deposer(session, coffre, consultation, a) for a in monde.candidats[:3])
    }
    with au(APRES):
        pv = operations.ouvrir_offres(session, monde.charge, coffre, consultation)
    assert all(empreinte in pv.contenu for empreinte in recus.values())


def test_without_the_key_offers_stay_shut_and_with_it_renewed_they_open(session, monde):
    ancien = Coffre([CLE_A])
    consultation = une_consultation(session, monde, ancien)
    offre = deposer(session, ancien, consultation, monde.candidats[0]).offre
    seul_nouveau, les_deux = Coffre([CLE_B]), Coffre([CLE_A, CLE_B])
    with pytest.raises(Illisible):
        scelle.lire_la_sienne(seul_nouveau, monde.candidats[0], consultation, offre)
    assert operations.renouveler_les_cles(session, SYSTEME, les_deux) == 1
    assert scelle.lire_la_sienne(seul_nouveau, monde.candidats[0], consultation, offre).contenu == contenu()
    assert operations.renouveler_les_cles(session, SYSTEME, les_deux) == 0


def test_a_coffre_that_does_not_reopen_stops_the_launch(session, monde):
    class Perdant(Coffre):
        def desceller(self, *_: object) -> bytes:
            return b"autre chose qu'une clef, de 32 o"

    with pytest.raises(CoffreInutilisable):
        une_consultation(session, monde, Perdant([CLE_A]))


@pytest.mark.parametrize("texte", ["", "zz", "00" * 31, None])
def test_a_file_that_holds_no_key_is_refused(tmp_path, texte):
    fichier = tmp_path / "cle"
    if texte is not None:
        fichier.write_text(texte)
    with pytest.raises(CoffreInutilisable):
        Coffre.depuis_fichier(fichier)


def test_the_last_line_of_the_file_seals(tmp_path):
    fichier = tmp_path / "cle"
    fichier.write_text(f"{CLE_A.hex()}\n{CLE_B.hex()}\n")
    assert Coffre.depuis_fichier(fichier).version == Coffre([CLE_B]).version


def test_replaced_content_is_overwritten(session, monde, coffre, deposee):
    consultation, offre = deposee
    avant = bytes(offre.contenu)
    deposer(session, coffre, consultation, monde.candidats[0], 1)
    assert session.scalar(select(Offre.contenu)) != avant
    if session.get_bind().dialect.name == "sqlite":
        assert session.execute(text("PRAGMA secure_delete")).scalar() == 1
