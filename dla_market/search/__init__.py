"""The search of the catalogue, and the only place that imports a search engine.

One indexer, fed by the outbox, writes generations under the index folder; readers hold facets as columns in
memory. The index is derived: it can be deleted and rebuilt at any time.
"""
