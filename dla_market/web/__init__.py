"""The kit that the blueprints share: page and fragments, guard, fields, filters, components, headers.

It knows Flask, forms and templates, and no subject.
"""
