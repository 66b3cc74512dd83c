"""Whether the model shows each lesson of the brief, and how strongly."""
