"""The reference data: nomenclatures with their validity dates, and the territories of both régions' maps.

Everything here is data that the program reads and never edits: codes are stable words, labels are what
the national report prints. `chargement.charger` writes it, idempotently; `queries` reads it.
"""
