"""Ingénieries, individuelles or collectives, their prestation lines and their cahier des charges.

An ingénierie belongs to one DLA, serves one or several structures, and is what a consultation asks offers
for.
"""
