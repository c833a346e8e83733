"""What a DLA asks of a centre de ressources: to read a diagnostic, find someone, answer.

The centre takes it, answers with a text, prestataires and ressources; the DLA closes it and says whether it
was useful. The diagnostic is lent while the sollicitation runs, and only by the DLA.
"""
