"""Leave one scheme out: how good the forecasts of real schemes would have been."""
