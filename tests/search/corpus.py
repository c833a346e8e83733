"""A small catalogue written by hand, and queries with the fiches that must and must not come."""

from datetime import date

from dla_market.search import Activite, Aval, DocumentFiche

_FICHES = {
    "abaque": DocumentFiche(
        id=1,
        nom="Cabinet Abaque",
        titre="Comptabilité et gestion financière des associations",
        presentation="Expert-comptable au service des structures employeuses : tenue comptable, budgets "
        "prévisionnels, "
        "plans de trésorerie, tableaux de bord, fiscalité et TVA.",
        commune="Saint-Étienne",
        activites=(
            Activite("insertion_emploi", "comptabilite", 3),
            Activite("culture", "gestion_financiere", 2),
        ),
        departements=("42", "69"),
    ),
    "brise": DocumentFiche(
        id=2,
        nom="L’Œil de la Brise",
        titre="Conseil en communication et œuvres audiovisuelles",
        presentation="Nous créons des outils numériques et formons les équipes bénévoles à la communication. "
        "Sites internet, réseaux sociaux, vidéo.",
        references_texte="Refonte du site d’un festival de théâtre ; campagne d’une ressourcerie.",
        commune="Nantes",
        activites=(Activite("culture", "communication_ntic", 3), Activite("ntic", "communication_ntic", 3)),
        departements=("44",),
    ),
    "coop": DocumentFiche(
        id=3,
        nom="Coop’Émergence",
        titre="Accompagnement des coopératives et changement de statut",
        presentation="Transformation d’associations en SCIC ou en SCOP, gouvernance coopérative, "
        "mutualisation, "
        "groupements d’employeurs. Réseau d’économie sociale et solidaire (E.S.S.).",
        commune="Rennes",
        activites=(
            Activite("creation_developpement_activite", "changement_statut", 3),
            Activite("autre", "mutualisation", 2),
        ),
        departements=("35", "22"),
        avals=(Aval("financement", "creation_developpement_activite", date(2027, 1, 31)),),
    ),
    "dune": DocumentFiche(
        id=4,
        nom="Dune Sport Conseil",
        titre="Stratégie et modèle économique des clubs sportifs",
        presentation="Diagnostic stratégique, projet associatif, diversification des ressources, mécénat. "
        "Ancien "
        "dirigeant de ligue régionale.",
        commune="Dunkerque",
        activites=(
            Activite("sport", "strategie_consolidation", 3),
            Activite("sport", "recherche_financement", 2),
        ),
        departements=("59", "62"),
    ),
    "ecume": DocumentFiche(
        id=5,
        nom="Écume RH",
        titre="Ressources humaines, management et fonction employeur",
        presentation="Recrutement, entretiens professionnels, conduite du changement, qualité de vie au "
        "travail, "
        "médiation des conflits entre salariés et administrateurs.",
        intervenants_texte="Maëlle Kervoaz, psychologue du travail",
        commune="Brest",
        activites=(
            Activite("services_a_la_personne", "management_rh", 3),
            Activite("sante", "organisation_interne", 2),
        ),
        departements=("29",),
    ),
    "ferme": DocumentFiche(
        id=6,
        nom="La Ferme des Idées",
        titre="Agriculture, alimentation et circuits courts",
        presentation="Études de faisabilité de jardins d’insertion, ateliers de transformation, épiceries "
        "sociales. "
        "Nous évaluons l’utilité sociale des projets agricoles.",
        commune="Valence",
        activites=(
            Activite("agriculture", "projet_structure", 3),
            Activite("agriculture", "evaluation_utilite_sociale", 3),
        ),
        departements=("26", "07"),
    ),
    "garenne": DocumentFiche(
        id=7,
        nom="Garenne & Associés",
        titre="Insertion par l’activité économique",
        presentation="Conventionnement des SIAE : ateliers et chantiers d’insertion, entreprises "
        "d’insertion, "
        "associations intermédiaires. Modèle économique et commercial, étude de marché.",
        references_texte="Audit d’un atelier-chantier en 2019 ; réponse à un appel d’offres.",
        commune="Lille",
        activites=(
            Activite("insertion_emploi", "nouvelles_conventions_siae", 3),
            Activite("insertion_emploi", "commercial_etude_marche", 3),
        ),
        departements=("59",),
        avals=(Aval("iae", "insertion_emploi", None),),
    ),
    "halte": DocumentFiche(
        id=8,
        nom="Halte-Là",
        titre="Petite enfance et parentalité",
        presentation="Multi-accueils, crèches parentales, micro-crèches : projet éducatif, organisation "
        "des équipes, "
        "relations avec la caisse d’allocations familiales.",
        commune="Aix-en-Provence",
        activites=(
            Activite("famille_enfance_jeunesse", "organisation_interne", 3),
            Activite("famille_enfance_jeunesse", "projet_structure", 2),
        ),
        departements=("13",),
    ),
    "iris": DocumentFiche(
        id=9,
        nom="Iris Évaluation",
        titre="Auto-évaluation, mesure d’impact et utilité sociale",
        presentation="Méthodes participatives, enquêtes, indicateurs. Nous animons des séminaires de "
        "bénévoles et "
        "formons les administratrices.",
        commune="Paris",
        activites=(
            Activite("education_formation", "evaluation_utilite_sociale", 3),
            Activite("sante", "evaluation_utilite_sociale", 2),
        ),
        departements=("75", "93"),
    ),
    "jetee": DocumentFiche(
        id=10,
        nom="Jetée Sud",
        titre="Tourisme solidaire et développement local",
        presentation="Hébergements, villages de vacances, villes moyennes : stratégies territoriales, "
        "ancrage, "
        "partenariats avec les collectivités. Loi 1901.",
        commune="Sète",
        activites=(
            Activite("tourisme", "evolution_activite", 3),
            Activite("developpement_local", "strategie_consolidation", 2),
        ),
        departements=("34",),
    ),
    "kiosque": DocumentFiche(
        id=11,
        nom="Le Kiosque",
        titre="Spectacle vivant, musiques actuelles et lieux intermédiaires",
        presentation="Administration de compagnies, intermittence, billetterie, programmation musicale, "
        "droits "
        "d’auteur. Un cœur de métier : le théâtre.",
        commune="Dijon",
        activites=(
            Activite("culture", "organisation_interne", 3),
            Activite("culture", "strategie_consolidation", 3),
        ),
        departements=("21",),
        avals=(Aval("culture", "culture", date(2027, 6, 30)),),
    ),
    "lampe": DocumentFiche(
        id=12,
        nom="Lampe-Tempête",
        titre="Gouvernance et vie associative",
        presentation="Formation des dirigeants bénévoles, renouvellement des instances, fusion et "
        "rapprochement "
        "d’associations, aujourd’hui plus de quarante missions.",
        commune="L’Haÿ-les-Roses",
        activites=(Activite("solidarite_humanitaire", "organisation_interne", 3),),
        departements=("94", "91"),
    ),
}
NUMEROS = {cle: fiche.id for cle, fiche in _FICHES.items()}
FICHES = tuple(_FICHES.values())

# query: what must come, what must not
ATTENTES: tuple[tuple[str, str, str], ...] = (
    # case, accents, œ and æ
    ("comptabilite", "abaque", "ferme"),
    ("COMPTABILITÉ", "abaque", "ferme"),
    ("Œil", "brise", "iris"),
    ("oeil", "brise", "iris"),
    ("oeuvre", "brise", "dune"),
    ("œuvres", "brise", "dune"),
    ("coeur", "kiosque", "lampe"),
    ("haÿ", "lampe", "halte"),
    ("hay", "lampe", "halte"),
    ("saint-etienne", "abaque", "lampe"),
    # elision
    ("l'insertion", "garenne ferme", "lampe"),
    ("l’insertion", "garenne ferme", "lampe"),
    ("d'impact", "iris", "dune"),
    ("qu'une économie", "coop", "halte"),
    ("aujourd'hui", "lampe", "iris"),
    # plural, feminine, verbs, families
    ("association", "abaque coop lampe", "halte"),
    ("associatif", "dune lampe", "halte"),
    ("coopérative", "coop", "abaque"),
    ("coopération", "coop", "abaque"),
    ("régionaux", "dune", "jetee"),
    ("jardin", "ferme", "halte"),
    ("former", "brise iris lampe", "abaque"),
    ("formatrice", "brise iris lampe", "abaque"),
    ("évaluer", "iris ferme", "garenne"),
    ("administrateurs", "ecume iris kiosque", "ferme"),
    ("recruter", "ecume", "abaque"),
    ("sportives", "dune", "halte"),
    ("stratégies", "dune jetee kiosque", "ferme"),
    ("économies", "coop garenne dune", "halte"),
    ("musique", "kiosque", "dune"),
    ("agriculteurs", "ferme", "jetee"),
    ("bénévolat", "brise iris lampe", "abaque"),
    ("territoire", "jetee", "halte"),
    ("employeur", "abaque coop ecume", "halte"),
    ("enfants", "halte", "jetee"),
    ("village", "jetee", "garenne"),
    ("gestionnaire", "abaque", "halte"),
    ("fiscale", "abaque", "dune"),
    ("commerce", "garenne", "halte"),
    ("diversifier", "dune", "abaque"),
    # compounds, acronyms, numbers
    ("multi-accueil", "halte", "iris"),
    ("multiaccueil", "halte", "iris"),
    ("auto-évaluation", "iris", "abaque"),
    ("autoévaluation", "iris", "abaque"),
    ("expert comptable", "abaque", "ecume"),
    ("expert-comptable", "abaque", "ecume"),
    ("microcrèche", "halte", "lampe"),
    ("ESS", "coop", "abaque"),
    ("S.C.I.C.", "coop", "abaque"),
    ("1901", "jetee", "garenne"),
    # several words hold together
    ("insertion agricole", "ferme", "garenne"),
    ("modèle économique sport", "dune", "garenne"),
    ("conduite du changement", "ecume", "coop"),
    ("RH médiation", "ecume", "iris"),
    # phrases
    ('"utilité sociale"', "iris ferme", "coop"),
    ('"sociale et solidaire"', "coop", "jetee"),
    ("« conduite du changement »", "ecume", "coop"),
    ('"changement de statut"', "coop", "ecume"),
    ('"économique modèle"', "", "dune garenne"),
    ('"petite enfance" crèche', "halte", "ecume"),
    # beginnings
    ("compta*", "abaque", "ferme"),
    ("l'agri*", "ferme", "jetee"),
    ("médi*", "ecume", "dune"),
    ("micro-cr*", "halte", "brise"),
    # the beginning of a word that nobody writes alone
    ("compta", "abaque", "ferme"),
    ("accompagn", "coop", "abaque"),
    # exclusions
    ("stratégie -sport", "jetee kiosque", "dune"),
    ('insertion -"étude de marché"', "ferme", "garenne"),
    ("coop* -groupement", "", "coop"),
    ("associations -gouvern*", "abaque dune", "coop lampe"),
    # typing faults
    ("comptabillité", "abaque", "halte"),
    ("recrutment", "ecume", "abaque"),
    ("gouvernence", "coop lampe", "abaque"),
    ("finnancière", "abaque", "halte"),
    ("thaétre", "brise kiosque", "abaque"),
    ("tresorreri", "abaque", "iris"),
    # names and places
    ("kervoaz", "ecume", "coop"),
    ("Maelle", "ecume", "iris"),
    ("aix en provence", "halte", "iris"),
    ("garenne associés", "garenne", "abaque"),
    ("lampe tempete", "lampe", "brise"),
    # words of no sense of their own change nothing
    ("les missions de la compagnie", "kiosque lampe", "abaque"),
)
