"""What drives matches and completed mobilities."""
