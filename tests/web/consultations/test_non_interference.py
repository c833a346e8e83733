"""Two worlds that differ only by offers: whoever owns none of them reads the same bytes in both (B4)."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup

from dla_market.consultations import operations
from dla_market.consultations.models import Consultation
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from tests.consultations.monde import APRES, DEBUT, peupler, une_consultation, une_ingenierie
from tests.support.client import champs_de

JETONS = re.compile(r'(name="(?:csrf_token|cle)" value="|action="/messages/)[^"]*')
FORMULAIRE = "form:has(textarea[name=comprehension])"
SAISIE = {
    "comprehension": "Compris",
    "methode": "Par étapes",
    "calendrier": "Au printemps",
    "intervenants": "Deux personnes",
    "jours_centiemes": "4",
    "total_ht_centimes": "3 000",
}


def deposer(client, url, prix):
    resume = client.envoyer(f"{url}/offre", SAISIE | {"total_ht_centimes": prix}, formulaire=FORMULAIRE)
    form = BeautifulSoup(resume.data, "html5lib").select_one("main form")
    assert client.post(form["action"], data=champs_de(form)).status_code == 303


def vivre(app, client, deposants):
    """The same story each time, but for who deposits; then what everybody else reads, before the opening."""
    coffre = app.extensions["coffre"]
    with clock.arretee_a(DEBUT):
        with unit_of_work() as session:
            monde = peupler(session)
            consultation = une_consultation(session, monde, coffre)
            une_ingenierie(session, monde)
            identifiant = consultation.id
            adresses = {i.prestataire_id: f"/invitations/{i.id}" for i in consultation.invitations}
        for rang, prix in deposants:
            acteur = monde.candidats[rang]
            url = adresses[acteur.organisation_id]
            deposer(client.se_connecter(acteur), url, prix)
            deposer(client, url, f"{prix},50")
            if rang == 1:
                client.envoyer(f"{url}/offre/retirer")
        muet = monde.candidats[2]
        client.se_connecter(muet).envoyer(
            adresses[muet.organisation_id], {"texte": "Combien ?"}, formulaire="#questions form"
        )
        consultations = f"/consultations/{identifiant}"
        client.se_connecter(monde.charge).envoyer(
            consultations, {"reponse": "Douze."}, formulaire="#questions form"
        )
        app.extensions["outbox"].drainer()
        pages = {}
        ici = adresses[muet.organisation_id]
        lecteurs = {"charge": monde.charge, "asso": monde.asso[0], "responsable": monde.responsable}
        lecteurs |= {"referent": monde.referent, "autre_charge": monde.autre_charge}
        for instant, noms in ((DEBUT, tuple(lecteurs)), (APRES, ("charge", "asso"))):
            clock.avancer_de(instant - clock.now())
            for nom in noms:
                lire_tout(client.se_connecter(lecteurs[nom]), (nom, instant), consultations, pages)
            lire_tout(client.se_connecter(muet), ("muet", instant), ici, pages)
        return pages, (monde, identifiant)


def lire_tout(client, qui, depart, pages):
    """Everything that links lead to from the home and from `depart`, and what refuses."""
    a_lire, vues = ["/a-faire", "/messages", depart, f"{depart}/offres", f"{depart}/proces-verbal"], set()
    while a_lire:
        url = a_lire.pop(0).split("#")[0]
        if url in vues or "deconnexion" in url or "logout" in url or len(vues) > 14:
            continue
        vues.add(url)
        reponse = client.get(url)
        corps = JETONS.sub(r"\1", reponse.get_data().decode(errors="surrogateescape"))
        entetes = {n: v for n, v in reponse.headers if n not in ("Set-Cookie", "Date")}
        pages[(*qui, url)] = (reponse.status_code, entetes | {"Content-Length": len(corps)}, corps)
        if reponse.mimetype == "text/html" and reponse.status_code == 200:
            soupe = BeautifulSoup(reponse.data, "html5lib")
            a_lire += [str(a["href"]) for a in soupe.select("main a[href^='/'], nav a[href^='/']")]


def test_who_owns_no_offer_reads_the_same(app, base_sqlite, client):
    sans, _ = vivre(app, client, [])
    base_sqlite.remettre()
    avec, (monde, identifiant) = vivre(app, client, [(0, "2 000"), (1, "4 000")])
    assert len(sans) > 80
    assert sans.keys() == avec.keys()
    differentes = [cle for cle in sans if sans[cle] != avec[cle]]
    assert not differentes, [(c, diff(sans[c], avec[c])) for c in differentes[:3]]
    # the control: once opened, the very same pages do differ
    with clock.arretee_a(APRES), unit_of_work() as session:
        consultation = session.get_one(Consultation, identifiant)
        operations.ouvrir_offres(session, monde.charge, app.extensions["coffre"], consultation)
    with clock.arretee_a(APRES):
        ouverte = {}
        lire_tout(
            client.se_connecter(monde.charge), ("charge", APRES), f"/consultations/{identifiant}", ouverte
        )
    assert any(ouverte[c] != avec.get(c) for c in ouverte)


def diff(une, autre):
    if une[:2] != autre[:2]:
        return une[:2], autre[:2]
    ecarts = zip(une[2].splitlines(), autre[2].splitlines(), strict=False)
    return [(a.strip(), b.strip()) for a, b in ecarts if a != b][:4]
