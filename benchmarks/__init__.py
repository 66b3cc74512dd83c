"""How fast the model is, as ratios that hold on any machine: see README.md in this folder."""
