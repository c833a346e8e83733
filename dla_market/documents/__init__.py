"""Files out and in: PDF and spreadsheets made by the program, files received from people."""
