"""From the award to the payment: commande, livrable, service fait, facture, paiement, évaluation.

An order is numbered without gaps; its notification engages in the fund what the consultation had reserved.
"""
