"""From a need to those who could meet it: a proposal that says why, and what is kept of it.

    besoin       the cahier des charges of an ingénierie, as questions for the search, from exact to wider
    rules        which places are offered to whom, without a database
    proposition  the search's answer with the référencement, the mode, the price and the figures of fairness
    situation    the search as one of them sees it: where its own fiche stands, and what would change that
    constat      a proposal as plain values, for the launch to freeze as evidence

The search's own rules give the order; the places say openly where they depart from it. It reads only.
"""
