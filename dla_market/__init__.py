"""DLA Market: rechercher, consulter, commander et suivre les ingénieries du DLA.

The house, from the ground up (imports go down only):

    kernel          ground floor: database, money, states, clock, events, journal; knows no room
    referentiel     nomenclatures and territories, with their validity dates
    comptes         people, their organisations, their roles, their sessions
    reseau          DLA, DLA R, centres de ressources, structures porteuses, financeurs, pilotes
    catalogue       prestataires: fiche, intervenants, références
    accompagnement | expertise | fonds
    referencement   the regions' calls, the requests that answer them, who may be invited where
    ingenieries     ingénieries, prestations, cahier des charges
    consultations   invitations, questions, sealed offres, analyse, choix, attribution
    commandes       commande, livrable, service fait, facture, paiement, évaluation
    policies        who may do what: one grid
    notices | search | reports | documents
    web             the kit that the blueprints share
    blueprints      the faces of the rooms, by the same names
    app, cli, demo  wire everything, decide nothing
"""
