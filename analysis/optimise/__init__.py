"""The best designs for the money: what cannot be had at once, and what each step costs."""
