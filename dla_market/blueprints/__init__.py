"""The faces of the rooms: one blueprint a subject, by the same names as downstairs.

Each holds its URL table, its forms and its views; blueprints never import one another.
"""
