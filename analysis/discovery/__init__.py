"""In which conditions a design fails."""
