"""Orders and invoices, page by page."""
