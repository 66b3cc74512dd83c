"""What each lever does in typical pilots when it is pushed to the end of its range, and what it costs."""
