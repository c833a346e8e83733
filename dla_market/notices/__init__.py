"""Subscribers that turn an event into a mail and an in-app message.

They run after the commit, from the outbox, and may run twice: a notice is keyed by its event and its
reader.
"""
