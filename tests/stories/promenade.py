"""A person at a browser: signs in, follows links, fills forms; every page met is checked."""

from __future__ import annotations

import re
from difflib import unified_diff
from pathlib import Path
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response

from dla_market.extensions import limiteur
from tests.stories.monde import GENS, MOT_DE_PASSE, Monde, adresse_de
from tests.support.bases import DOSSIER
from tests.support.navigateur import arguments_contexte, fautes_nouvelles

ECOUTE = """
addEventListener("securitypolicyviolation", (e) => signalerPolitique(
  `${location.pathname} ${e.effectiveDirective} ${e.blockedURI} ${e.sample}`));
"""
SAINES = DOSSIER / "axe"
"""The shapes of page that axe has found sound in this run."""
GARDE = "() => JSON.stringify([{...localStorage}, {...sessionStorage}])"
DEBORDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TELEPHONE = {"width": 360, "height": 740}
BUREAU = {"width": 1280, "height": 900}
ERREUR_SERVEUR = 500
SAISIE_GARDEE = """
document.querySelectorAll("[hx-preserve]").forEach((champ) => champ.setAttribute("value", champ.value))
"""
"""A field kept while one types shows what is typed, whatever its attribute said when the page came."""


def essentiel(html: str) -> str:
    """The page's content without what changes from one load to the next: tokens, countdowns, HTMX's marks."""
    main = BeautifulSoup(html, "html5lib").select_one("main")
    assert main is not None
    for champ in main.select("input[name=csrf_token], input[name=cle]"):
        champ["value"] = ""
    for instant in main.select(".restant, .avis"):
        instant.extract()
    for balise in main.find_all(True):
        classes = [c for c in balise.get("class", []) if not c.startswith("htmx-")]
        if "class" in balise.attrs:
            balise["class"] = classes
    return re.sub(r"\s+", " ", str(main)).replace("> <", "><")


class Personne:
    """One account in its own browser, with JavaScript or without."""

    def __init__(
        self,
        navigateur: Browser,
        monde: Monde,
        qui: str,
        *,
        javascript: bool,
        courriel: str | None = None,
        secret: str = MOT_DE_PASSE,
    ) -> None:
        self.monde, self.qui, self.javascript = monde, qui, javascript
        self.courriel, self.secret = courriel or adresse_de(qui), secret
        self.contexte = navigateur.new_context(
            **arguments_contexte(),
            base_url=monde.adresse,
            java_script_enabled=javascript,
            viewport=BUREAU,
            reduced_motion="reduce",
        )
        self.fautes: list[str] = []
        self.vues: list[str] = []
        self.photos: Path | None = None
        if javascript:
            self.contexte.expose_binding("signalerPolitique", lambda _, dit: self.fautes.append(dit))
            self.contexte.add_init_script(ECOUTE)
        self.page: Page = self.contexte.new_page()
        self.page.set_default_timeout(15_000)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda erreur: self.fautes.append(str(erreur)))
        self.page.on("response", self._reponse)

    def _console(self, message: ConsoleMessage) -> None:
        # a refused form answers 409 or 422, which Chromium reports as a failed load
        if message.type == "error" and not re.search(r"status of (409|422)", message.text):
            self.fautes.append(f"{self.page.url} console : {message.text}")

    def _reponse(self, reponse: Response) -> None:
        if reponse.status >= ERREUR_SERVEUR:
            self.fautes.append(f"{reponse.url} : {reponse.status}")

    @property
    def nom(self) -> str:
        """As the pages show it."""
        return " ".join(GENS[self.qui][:2])

    # — going about —

    def aller(self, chemin: str) -> Personne:
        """Open an address; sign in on the way where the program asks for it."""
        self.page.goto(chemin)
        if urlsplit(self.page.url).path == "/connexion":
            self._se_connecter()
        return self.regarder()

    def _se_connecter(self) -> None:
        limiteur.reset()  # the people of a journey share one address, which no office's people do at once
        self.page.get_by_label("Adresse").or_(self.page.get_by_label("Courriel")).first.fill(self.courriel)
        self.page.get_by_label("Mot de passe").fill(self.secret)
        self.regarder()
        self._partir(self.page.get_by_role("button", name="Se connecter"))

    def suivre(self, libelle: str, *, dans: str = "main") -> Personne:
        """Follow the link of that name."""
        self._partir(self._trouver(self.page.locator(dans).get_by_role("link", name=libelle)))
        return self.regarder()

    def menu(self, libelle: str) -> Personne:
        """Follow an entry of the main navigation."""
        return self.suivre(libelle, dans="header")

    def suivre_lien(self, lien: Locator) -> Personne:
        """Follow this very link."""
        self._partir(lien)
        return self.regarder()

    def ecrire(self, **champs: str) -> Personne:
        """Fill the controls by their names; a choice is named by its value."""
        for nom, valeur in champs.items():
            controle = self.page.locator(f"main [name='{nom}']")
            genre = controle.first.evaluate("e => e.localName + ':' + e.type")
            if genre.startswith("select"):
                controle.first.select_option(valeur)
            elif genre in ("input:radio", "input:checkbox"):
                self.page.locator(f"main [name='{nom}'][value='{valeur}']").first.check()
            else:
                controle.first.fill(valeur)
        return self

    def envoyer(self, bouton: str, **champs: str) -> Personne:
        """Fill, press the button, and see the answer; what the commit announced is delivered."""
        self.ecrire(**champs)
        self._partir(self._trouver(self.page.locator("main").get_by_role("button", name=bouton)))
        self.monde.livrer()
        return self.regarder()

    def filtrer(self, **champs: str) -> Personne:
        """Narrow the list: at once with JavaScript, by its button without."""
        if not self.javascript:
            self.ecrire(**champs)
            self._partir(self.page.get_by_role("button", name="Appliquer les filtres"))
            return self.regarder()
        with self.page.expect_response(lambda r: urlsplit(r.url).path == urlsplit(self.page.url).path):
            self.ecrire(**champs)
            if "texte" in champs:
                self.page.keyboard.press("Enter")
        self._fin_d_echange()
        self.comme_au_rechargement()
        return self.regarder()

    def noter(self, critere: str, offre: str, note: str, *, recharger: bool = False) -> Personne:
        """Give a note: saved at once with JavaScript, by its button without; `recharger`: swap = reload."""
        choix = self.page.get_by_label(f"Votre note : {critere}, {offre}", exact=True)
        if not self.javascript:
            choix.select_option(note)
            formulaire = self.page.locator("form").filter(has=choix)
            self._partir(formulaire.get_by_role("button", name="Enregistrer"))
            return self.regarder()
        with self.page.expect_response(lambda r: r.request.method == "POST"):
            choix.select_option(note)
        self._fin_d_echange()
        if recharger:
            self.comme_au_rechargement()
        return self.regarder()

    def ecrire_choix(self, libelle: str) -> Personne:
        """Take the option whose label begins so."""
        self.page.locator("main").get_by_label(re.compile(f"^{re.escape(libelle)}")).first.check()
        return self

    def _fin_d_echange(self) -> None:
        self.page.wait_for_selector(".htmx-request, .htmx-swapping, .htmx-settling", state="detached")

    def comme_au_rechargement(self) -> None:
        """Swap = reload: the page that HTMX has changed is the one that a fresh load of its address gives."""
        self.page.evaluate(SAISIE_GARDEE)
        echangee = self.page.content()
        fraiche = self.contexte.new_page()
        fraiche.goto(self.page.url)
        fraiche.wait_for_function("window.htmx !== undefined")
        rechargee = fraiche.content()
        fraiche.close()
        attendue, vue = (essentiel(html).replace("><", ">\n<").splitlines() for html in (rechargee, echangee))
        assert vue == attendue, self.page.url + "\n" + "\n".join(unified_diff(attendue, vue, n=1))

    def _partir(self, cible: Locator) -> None:
        """Press what leads elsewhere, and wait for the page that comes."""
        marque = self.page.locator("html[data-quittee]")
        self.page.locator("html").evaluate("e => e.setAttribute('data-quittee', '')")
        cible.click()
        marque.wait_for(state="detached")
        self.page.wait_for_load_state()

    def _trouver(self, cible: Locator) -> Locator:
        """The first of what was sought; where there is none, what the page offers instead."""
        if not cible.count():
            offerts = self.page.locator("main a, main button").all_inner_texts()
            raise AssertionError(
                f"{self.qui} sur {self.page.url} cherche {cible} parmi {offerts} : {self.texte}"
            )
        return cible.first

    # — seeing —

    @property
    def texte(self) -> str:
        """What the page says, with plain spaces."""
        return re.sub(r"\s+", " ", self.page.locator("main").inner_text().replace("\u202f", " "))

    def lit(self, *phrases: str) -> Personne:
        """Each of these is said by the page."""
        texte = self.texte
        for phrase in phrases:
            assert phrase in texte, f"{self.qui} sur {self.page.url} ne lit pas « {phrase} » dans : {texte}"
        return self

    def ne_lit_pas(self, *phrases: str) -> Personne:
        """None of these is."""
        for phrase in phrases:
            assert phrase not in self.texte, f"{self.qui} sur {self.page.url} lit « {phrase} »"
        return self

    def regarder(self) -> Personne:
        """The checks that every page passes: axe, the policy, nothing kept in the browser, a title, room."""
        self.vues.append(self.page.url)
        assert self.page.locator("h1").count() == 1, self.page.url
        if self.javascript:
            violations = fautes_nouvelles(self.page, SAINES)
            assert violations == [], f"{self.qui} sur {self.page.url} : {violations}"
            assert self.page.evaluate(GARDE) == "[{},{}]", self.page.url
        if self.photos:
            self._photographier()
        assert not self.fautes, "; ".join(self.fautes)
        return self

    def tient_sur_un_telephone(self) -> Personne:
        """No sideways scroll at 360 px."""
        self.page.set_viewport_size(TELEPHONE)
        deborde = self.page.locator("html").evaluate(f"() => {DEBORDE}")
        assert deborde <= 0, f"{self.page.url} déborde de {deborde} px"
        self.page.set_viewport_size(BUREAU)
        return self

    def _photographier(self) -> None:
        assert self.photos
        nom = re.sub(r"\W+", "-", urlsplit(self.page.url).path).strip("-") or "accueil"
        for taille, suffixe in ((BUREAU, "large"), (TELEPHONE, "telephone")):
            self.page.set_viewport_size(taille)
            fichier = self.photos / f"{len(self.vues):03}-{self.qui}-{nom}-{suffixe}.png"
            self.page.screenshot(path=fichier, full_page=True, caret="initial")
        self.page.set_viewport_size(BUREAU)

    def fermer(self) -> None:
        """Close this browser."""
        self.contexte.close()
