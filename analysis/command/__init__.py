"""What every question shares: its command line, its folder of results, its page."""
