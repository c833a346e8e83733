"""The vault of documents: its rules, its operations, and what hostile files do to it."""
