"""Documents: what they say, that they say it the same way each time, and to everyone."""
