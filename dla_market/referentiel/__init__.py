"""The reference data: nomenclatures with their validity dates, and the territories of both régions' maps.

Codes are stable words, labels are what the national report prints. `chargement.charger` writes it,
idempotently; `queries` reads it. `reglages` are the numbers that practice decides, each from a day on.
"""
