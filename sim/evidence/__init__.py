"""What the numbers rest on: published figures, ranges and assumptions."""
