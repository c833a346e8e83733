/* Ce que la page gagne avec JavaScript ; tout marche sans lui.
   - verrou contre le double envoi d’un formulaire POST ;
   - annonces aux lecteurs d’écran, place du point d’attention après un remplacement d’htmx ;
   - compte à rebours décoratif, calé sur l’heure du serveur, jamais décisif ;
   - bouton d’impression, fermeture du menu du compte. */
"use strict";
(() => {
  const PREFIXE_ERREUR = "Erreur\u00a0: ";
  const DUREE_VERROU_MS = 10000;
  const parId = (id) => document.getElementById(id);

  const dire = (id, texte) => {
    const region = parId(id);
    if (!region) return;
    region.textContent = "";
    // Vidée puis remplie à l’image suivante : une phrase identique est redite.
    if (texte) window.requestAnimationFrame(() => { region.textContent = texte; });
  };

  const titreEnErreur = (oui) => {
    const nu = document.title.startsWith(PREFIXE_ERREUR) ? document.title.slice(PREFIXE_ERREUR.length) : document.title;
    document.title = oui ? PREFIXE_ERREUR + nu : nu;
  };

  const viserResume = () => {
    const resume = document.querySelector("[data-resume-erreurs]");
    if (resume) resume.focus();
    return resume !== null;
  };

  /* Verrou d’envoi */
  const enCours = new WeakMap();
  const liberer = (formulaire) => {
    window.clearTimeout(enCours.get(formulaire));
    enCours.delete(formulaire);
    formulaire.querySelectorAll("[data-verrouille]").forEach((bouton) => {
      bouton.removeAttribute("aria-disabled");
      bouton.removeAttribute("data-verrouille");
    });
  };
  document.addEventListener("submit", (evenement) => {
    const formulaire = evenement.target;
    if (formulaire.method !== "post" || formulaire.hasAttribute("data-sans-verrou")) return;
    if (enCours.has(formulaire)) {
      evenement.preventDefault();
      evenement.stopImmediatePropagation();
      return;
    }
    enCours.set(formulaire, window.setTimeout(() => liberer(formulaire), DUREE_VERROU_MS));
    const bouton = evenement.submitter;
    if (bouton) {
      // aria-disabled et non disabled : le nom et la valeur du bouton doivent partir avec le formulaire.
      bouton.setAttribute("aria-disabled", "true");
      bouton.setAttribute("data-verrouille", "");
    }
  }, true);
  window.addEventListener("pageshow", (evenement) => {
    if (evenement.persisted) document.querySelectorAll("form").forEach(liberer);
  });

  /* htmx : le nom du fragment remplacé est son identifiant */
  document.addEventListener("htmx:afterRequest", (evenement) => {
    const formulaire = evenement.target.closest("form");
    if (formulaire) liberer(formulaire);
  });
  document.addEventListener("htmx:beforeRequest", () => dire("annonce-alerte", ""));
  document.addEventListener("htmx:afterSettle", (evenement) => {
    const reponse = evenement.detail.xhr;
    const refus = Boolean(reponse) && (reponse.status === 422 || reponse.status === 409);
    if (refus) {
      viserResume();
      titreEnErreur(true);
    } else if (!document.querySelector("[data-resume-erreurs]")) {
      titreEnErreur(false);
    }
    const element = evenement.target;
    const porteur = element.matches("[data-annonce]") ? element : element.querySelector("[data-annonce]");
    if (porteur) dire("annonce-statut", porteur.dataset.annonce);
    preparer(element);
  });
  const PANNE = "La page n’a pas pu être mise à jour. Vérifiez votre connexion, puis rechargez la page.";
  const REFUS = {
    400: "La demande n’a pas été comprise. Rechargez la page, puis recommencez.",
    403: "Vous n’avez pas le droit de faire cela.",
    404: "Ceci n’existe pas ou n’existe plus. Rechargez la page.",
    413: "Le fichier est trop lourd.",
    429: "Trop de demandes en peu de temps. Attendez une minute, puis recommencez.",
  };
  document.addEventListener("htmx:responseError", (evenement) => dire("annonce-alerte", REFUS[evenement.detail.xhr.status] || PANNE));
  document.addEventListener("htmx:sendError", () => dire("annonce-alerte", PANNE));

  /* Compte à rebours : heure du serveur au rendu + temps écoulé depuis, l’horloge du poste n’y entre pas. */
  const JOUR = 86400, HEURE = 3600, MINUTE = 60;
  const accorder = (nombre, mot) => `${nombre}\u00a0${mot}${nombre > 1 ? "s" : ""}`;
  const direReste = (secondes) => {
    if (secondes <= 0) return "délai écoulé";
    const jours = Math.floor(secondes / JOUR), heures = Math.floor((secondes % JOUR) / HEURE);
    const minutes = Math.floor((secondes % HEURE) / MINUTE);
    if (jours > 0) return `encore ${accorder(jours, "jour")}${heures ? ` et ${accorder(heures, "heure")}` : ""}`;
    if (heures > 0) return `encore ${accorder(heures, "heure")}${minutes ? ` et ${accorder(minutes, "minute")}` : ""}`;
    if (minutes >= 5) return `encore ${accorder(minutes, "minute")}`;
    return `encore ${minutes}\u00a0min ${String(Math.floor(secondes % MINUTE)).padStart(2, "0")}\u00a0s`;
  };
  const horloges = new Map();
  const rafraichir = () => {
    horloges.forEach((horloge, element) => {
      if (!element.isConnected) { horloges.delete(element); return; }
      const reste = horloge.reste - (window.performance.now() - horloge.debut) / 1000;
      const texte = direReste(reste);
      if (horloge.sortie.textContent !== texte) horloge.sortie.textContent = texte;
    });
  };
  window.setInterval(rafraichir, 1000);

  const preparer = (racine) => {
    racine.querySelectorAll("time[data-echeance][data-serveur]").forEach((element) => {
      if (horloges.has(element)) return;
      const reste = (Date.parse(element.dataset.echeance) - Date.parse(element.dataset.serveur)) / 1000;
      if (Number.isNaN(reste)) return;
      const sortie = document.createElement("span");
      sortie.className = "restant";
      element.after(" · ", sortie);
      horloges.set(element, { reste, sortie, debut: window.performance.now() });
    });
    racine.querySelectorAll("[data-imprimer][hidden]").forEach((bouton) => { bouton.hidden = false; });
    rafraichir();
  };

  document.addEventListener("click", (evenement) => {
    if (evenement.target.closest("[data-imprimer]")) window.print();
    document.querySelectorAll("details.qui-menu[open]").forEach((menu) => {
      if (!menu.contains(evenement.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (evenement) => {
    if (evenement.key !== "Escape") return;
    document.querySelectorAll("details.qui-menu[open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  /* htmx note l’adresse courante dans sessionStorage, donc aussi ce que l’on a cherché. Rien ne s’en sert quand
     l’historique n’est pas gardé : rien ne reste dans le navigateur. */
  const oublier = () => window.sessionStorage.clear();
  ["htmx:pushedIntoHistory", "htmx:replacedInHistory"].forEach((nom) => document.addEventListener(nom, oublier));

  const demarrer = () => {
    oublier();
    // Sur un téléphone les filtres attendent repliés, pour que les résultats viennent d’abord.
    if (window.matchMedia("(max-width: 56rem)").matches) {
      document.querySelectorAll("details.filtres-tiroir").forEach((tiroir) => { tiroir.open = false; });
    }
    // Le menu d’un téléphone tient sur une ligne qui défile : la page où l’on est s’y voit.
    document.querySelectorAll(".bandeau nav [aria-current]").forEach((lien) => {
      const liste = lien.closest("nav");
      liste.scrollLeft = lien.offsetLeft - liste.offsetLeft - 24;
    });
    preparer(document);
    viserResume();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", demarrer);
  else demarrer();
})();
