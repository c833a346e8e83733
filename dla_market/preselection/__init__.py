"""From a need to those who could meet it: a proposal that says why, and what is kept of it."""
