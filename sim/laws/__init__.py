"""Laws of the model that several processes follow: trust, desks, procedures, tracks, the budget and its accounts."""
