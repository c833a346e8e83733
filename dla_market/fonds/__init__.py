"""The fonds d'ingénierie: conventions, tranches by financeur and poste, and the ledger.

The ledger is double entry in integer centimes; reservation, engagement and dégagement are its two-phase
transfers. Nothing is spent but through it, and its balances are guarded in the database itself.
"""
