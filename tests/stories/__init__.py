"""Whole days of work in a real browser: each step by its own person."""
