"""Groups of settings that combine with every scenario, and the order in which a configuration is composed."""
