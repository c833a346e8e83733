"""Reference data: nomenclatures with their validity dates, and the territories.

Secteurs, types de structure, thématiques, financeurs, postes and motifs are rows with a first and a last
day of validity and the code that succeeds them; communes, EPCI, départements and régions are known as they
are today and as they were in 2012. Other rooms refer to these rows and never spell their codes in an `if`.
"""
