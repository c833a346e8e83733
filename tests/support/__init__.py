"""What the tests stand on: databases, a browser, a server."""
