"""The rules of the house, held by tests rather than by sentences."""
