"""The pages of members, and the link that lets someone in."""
