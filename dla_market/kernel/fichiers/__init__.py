"""Files that people hand in: one way to receive, examine, keep and give back, for every room.

`genres` says what a name and first bytes promise, `controle` has the bytes examined in a process apart
(`examen`), `reserve` keeps them under DLA_DATA by a random key, `models` is what the database knows of them,
`antivirus` asks clamd where one is configured, `operations` writes the row within quotas.
"""
