"""Figures, read-only: the annual bilan and every dashboard.

A figure is data: its name, its definition and the SQL that counts it from operational records. Nothing here
writes, and no total is stored.
"""
