"""Running the model many times: executors, the store, draws of uncertain parameters."""
