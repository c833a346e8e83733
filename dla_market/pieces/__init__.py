"""The vault of a prestataire's documents: deposited once for every DLA, verified by the first to read them.

A pièce is one version of one kind (attestation de vigilance, RC pro, RIB...). What it is worth today is told
by its dates; an older version is kept when a newer one is accepted (domain 7.1, R32, R34).
"""
