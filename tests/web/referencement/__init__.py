"""The pages of the référencement."""
