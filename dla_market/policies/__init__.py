"""Who may do what: the permissions, the facts that they depend on, and the grid that joins them.

The grid is one page that an auditor can read. What it does not grant is refused.
"""
