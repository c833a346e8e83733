"""The référencement by region."""
