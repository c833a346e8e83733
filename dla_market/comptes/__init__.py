"""People, the organisations that they act for, their roles and their sessions.

A person has one account and any number of memberships; a membership gives a role within one organisation,
and the session acts in one membership at a time. What a role may do is not said here but in `policies`.
"""
