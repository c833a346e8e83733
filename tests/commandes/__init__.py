"""Orders: from the award to the last payment."""
