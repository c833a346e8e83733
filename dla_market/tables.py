"""Every table of the program in one metadata: what migrations compare and a new database holds."""

from dla_market.accompagnement import models as accompagnement
from dla_market.catalogue import models as catalogue
from dla_market.catalogue import models_origines as origines
from dla_market.catalogue import models_sirene as sirene
from dla_market.catalogue import vie
from dla_market.commandes import models as commandes
from dla_market.comptes import models as comptes
from dla_market.comptes import models_invitations as invitations_membres
from dla_market.consultations import models as consultations
from dla_market.consultations import provisoires
from dla_market.expertise import models as expertise
from dla_market.expertise import models_centres as centres
from dla_market.fonds import models as fonds
from dla_market.ingenieries import models as ingenieries
from dla_market.ingenieries import models_ressources as ressources_jointes
from dla_market.kernel import idempotence, journal, numerotation, outbox, relais
from dla_market.kernel.db import Base
from dla_market.kernel.fichiers import models as fichiers
from dla_market.notices import models as notices
from dla_market.pieces import models as pieces
from dla_market.referencement import models as referencement
from dla_market.referentiel import models as referentiel
from dla_market.reseau import models as reseau
from dla_market.ressources import models as ressources
from dla_market.sollicitations import models as sollicitations
from dla_market.veille import models as veille

PORTEURS = (
    accompagnement,
    catalogue,
    centres,
    commandes,
    comptes,
    consultations,
    expertise,
    fichiers,
    fonds,
    idempotence,
    ingenieries,
    invitations_membres,
    journal,
    notices,
    numerotation,
    origines,
    outbox,
    provisoires,
    referencement,
    relais,
    pieces,
    referentiel,
    reseau,
    veille,
    ressources,
    ressources_jointes,
    sirene,
    sollicitations,
    vie,
)
"""The modules that hold tables: importing them is what fills the metadata."""

metadata = Base.metadata
