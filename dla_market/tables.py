"""Every table of the program in one metadata: what migrations compare and a new database holds."""

from dla_market.accompagnement import models as accompagnement
from dla_market.catalogue import models as catalogue
from dla_market.commandes import models as commandes
from dla_market.comptes import models as comptes
from dla_market.consultations import models as consultations
from dla_market.consultations import provisoires
from dla_market.expertise import models as expertise
from dla_market.fonds import models as fonds
from dla_market.ingenieries import models as ingenieries
from dla_market.kernel import idempotence, journal, numerotation, outbox
from dla_market.kernel.db import Base
from dla_market.notices import models as notices
from dla_market.referencement import models as referencement
from dla_market.referentiel import models as referentiel
from dla_market.reseau import models as reseau

PORTEURS = (
    accompagnement,
    catalogue,
    commandes,
    comptes,
    consultations,
    expertise,
    fonds,
    idempotence,
    ingenieries,
    journal,
    notices,
    numerotation,
    outbox,
    provisoires,
    referencement,
    referentiel,
    reseau,
)
"""The modules that hold tables: importing them is what fills the metadata."""

metadata = Base.metadata
